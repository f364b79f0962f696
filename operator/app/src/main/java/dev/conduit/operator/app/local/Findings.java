// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.api.v1alpha1.block.Shortfall;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Sourced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Findings of a plan in words, with the file and line of the resource that each is about.
 *
 * @param manifests that were planned
 */
public record Findings(Manifests manifests) {
  /** Nodes that are named of those that miss the same. */
  private static final int NAMED = 3;

  /** What a finding means for a command that only asks whether all is well. */
  public static ExitCode exitCode(List<Finding> findings) {
    if (findings.stream().anyMatch(Finding.Refused.class::isInstance)) {
      return ExitCode.INVALID;
    }
    boolean homeless = findings.stream().anyMatch(Finding.DoesNotFit.class::isInstance);
    return homeless ? ExitCode.DOES_NOT_FIT : ExitCode.OK;
  }

  /** Prints errors and warnings to the error output, notices to the output. */
  public void print(List<Finding> findings, Console console) {
    for (Finding finding : findings) {
      boolean notice = finding.severity() == Severity.INFO;
      lines(finding).forEach(notice ? console::line : console::error);
    }
  }

  /**
   * One line; for what does not fit, one more for nodes alike in what they miss and each way out.
   */
  public List<String> lines(Finding finding) {
    List<String> lines = new ArrayList<>();
    String text =
        finding instanceof Finding.DoesNotFit misfit ? misfit.counted() : finding.message();
    lines.add(
        "%s: %s%s: %s"
            .formatted(
                finding.severity().name().toLowerCase(java.util.Locale.ROOT),
                source(finding.object()).map(at -> at + ": ").orElse(""),
                finding.object(),
                text));
    if (finding instanceof Finding.DoesNotFit misfit) {
      misfit(misfit, lines);
    }
    return lines;
  }

  private static void misfit(Finding.DoesNotFit misfit, List<String> lines) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (Shortfall node : misfit.shortfalls()) {
      String message = Objects.requireNonNullElse(node.message(), "");
      alike.computeIfAbsent(message, unused -> new ArrayList<>()).add(node.node());
    }
    if (alike.isEmpty()) {
      lines.add("    " + misfit.closest());
    }
    alike.forEach((message, nodes) -> lines.add("    " + named(nodes) + ": " + message));
    if (misfit.remedies().isEmpty()) {
      lines.add("    no single change of the block and no further node would make it fit");
    }
    for (int i = 0; i < misfit.remedies().size(); i++) {
      lines.add(
          (i == 0 ? "    would fit: " : "           or: ") + misfit.remedies().get(i).words());
    }
  }

  private static String named(List<String> nodes) {
    if (nodes.size() == 1) {
      return "node " + nodes.getFirst();
    }
    String first = String.join(", ", nodes.subList(0, Math.min(NAMED, nodes.size())));
    return nodes.size() <= NAMED
        ? "nodes " + first
        : "nodes %s and %d more".formatted(first, nodes.size() - NAMED);
  }

  private Optional<String> source(ObjectRef object) {
    return Stream.concat(manifests.blocks().stream(), manifests.policies().stream())
        .filter(resource -> resource.ref().equals(object))
        .map(Sourced::source)
        .findFirst();
  }
}
