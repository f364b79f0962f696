// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Sourced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Findings of a plan in words, with the file and line of the resource that each is about.
 *
 * @param manifests that were planned
 */
public record Findings(Manifests manifests) {

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

  /** One line, and for what does not fit one for each node and one with the way out. */
  public List<String> lines(Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s%s: %s"
            .formatted(
                finding.severity().name().toLowerCase(java.util.Locale.ROOT),
                source(finding.object()).map(at -> at + ": ").orElse(""),
                finding.object(),
                finding.message()));
    if (finding instanceof Finding.DoesNotFit homeless) {
      homeless
          .shortfalls()
          .forEach(
              node ->
                  lines.add(
                      "    node %s: needs %s, free %s, short by %s"
                          .formatted(
                              node.node(),
                              bytes(node.needed()),
                              bytes(node.free()),
                              bytes(node.shortfall()))));
      homeless.suggestion().ifPresent(way -> lines.add("    would fit: " + way));
    }
    return lines;
  }

  private static String bytes(@Nullable Long value) {
    return value == null ? "unknown" : new Bytes(value).toString();
  }

  private Optional<String> source(ObjectRef object) {
    return Stream.concat(manifests.blocks().stream(), manifests.policies().stream())
        .filter(resource -> resource.ref().equals(object))
        .map(Sourced::source)
        .findFirst();
  }
}
