// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.validation.Manifest;
import dev.conduit.validation.ManifestValidator;
import dev.conduit.validation.Problem;
import dev.conduit.validation.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Changes of blocks that are only thought of: {@code gpu=L40S,replicas=2}, of all blocks that run
 * somewhere, or {@code chat:gpu=L40S} of one. Values without a key go on with the list before:
 * {@code gpu=H100-80GB,L40S}.
 */
public final class WhatIf {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();
  private static final String OF_BLOCK = "block.";

  private final List<Setting> settings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private WhatIf() {}

  /** What came of trying. */
  public sealed interface Outcome {
    /**
     * @param changes that were made, in the order given
     * @param observed with them
     */
    record Changed(List<ReportedChange> changes, Observed observed) implements Outcome {}

    /** It was not understood; each names key or block and the way out. */
    record Misused(List<String> problems) implements Outcome {}

    /** A block cannot be so; each names block, field and value. */
    record Refused(List<String> problems) implements Outcome {}
  }

  private record Setting(String block, WhatIfKey key, List<String> values) {
    /** By name, or by namespace and name. */
    boolean isFor(Sourced<InferenceBlock> one) {
      return block.isEmpty()
          ? one.resource().getSpec().engine().kind() != EngineKind.EXTERNAL
          : block.equals(one.ref().name())
              || block.equals(one.ref().namespace() + "/" + one.ref().name());
    }
  }

  /** The world as it would be. */
  public static Outcome of(String text, Observed observed) {
    WhatIf whatIf = new WhatIf();
    for (String part : text.split(",", -1)) {
      whatIf.part(part.strip(), observed);
    }
    if (!whatIf.problems.isEmpty()) {
      return new Outcome.Misused(List.copyOf(whatIf.problems));
    }
    return whatIf.change(observed);
  }

  private void part(String part, Observed observed) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      if (!part.isEmpty() && !settings.isEmpty() && settings.getLast().key().isList()) {
        settings.getLast().values().add(part);
      } else {
        problems.add("--what-if: \"%s\" has no value; write KEY=VALUE,...".formatted(part));
      }
      return;
    }
    String left = part.substring(0, equals);
    String value = part.substring(equals + 1).strip();
    int colon = left.lastIndexOf(':');
    String block = colon < 0 ? "" : known(left.substring(0, colon).strip(), observed);
    String name = left.substring(colon + 1).strip();
    Optional<WhatIfKey> key = WhatIfKey.named(name);
    if (key.isEmpty()) {
      problems.add(unknown("key", name, WhatIfKey.names()));
    } else if (value.isEmpty()) {
      problems.add("--what-if: %s has no value; write %s=VALUE".formatted(name, name));
    } else {
      settings.add(new Setting(block, key.get(), new ArrayList<>(List.of(value))));
    }
  }

  private String known(String written, Observed observed) {
    TreeSet<String> names = new TreeSet<>();
    for (Sourced<InferenceBlock> block : observed.blocks()) {
      names.add(block.ref().name());
      names.add(block.ref().namespace() + "/" + block.ref().name());
    }
    if (names.contains(written)) {
      return written;
    }
    String rest = written.startsWith(OF_BLOCK) ? written.substring(OF_BLOCK.length()) : written;
    if (!names.contains(rest)) {
      List<String> plain = observed.blocks().stream().map(block -> block.ref().name()).toList();
      problems.add(unknown("block", written, plain));
    }
    return rest;
  }

  private static String unknown(String what, String name, List<String> known) {
    return "--what-if: unknown %s \"%s\"%s"
        .formatted(
            what,
            name,
            Spelling.nearest(name, known)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("; there is " + (known.isEmpty() ? "none" : String.join(", ", known))));
  }

  private Outcome change(Observed observed) {
    ManifestValidator validator = new ManifestValidator();
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    List<ReportedChange> changes = new ArrayList<>();
    for (Sourced<InferenceBlock> block : observed.blocks()) {
      List<Setting> mine = settings.stream().filter(one -> one.isFor(block)).toList();
      Optional<String> contradiction = contradiction(mine);
      if (contradiction.isPresent()) {
        return new Outcome.Misused(
            List.of("--what-if: %s %s".formatted(block.ref(), contradiction.get())));
      }
      blocks.add(mine.isEmpty() ? block : changed(block, mine, validator));
      mine.forEach(
          one ->
              changes.add(
                  new ReportedChange(
                      block.ref().namespace(),
                      block.ref().name(),
                      one.key().field(),
                      String.join(",", one.values()))));
    }
    if (changes.isEmpty()) {
      return new Outcome.Misused(List.of("--what-if: there is no block to change"));
    }
    return problems.isEmpty()
        ? new Outcome.Changed(changes, observed.withBlocks(blocks))
        : new Outcome.Refused(List.copyOf(problems));
  }

  /** What the settings of one block say of each other; empty when they go together. */
  private static Optional<String> contradiction(List<Setting> mine) {
    List<WhatIfKey> keys = mine.stream().map(Setting::key).toList();
    for (WhatIfKey key : keys) {
      if (Collections.frequency(keys, key) > 1) {
        return Optional.of(
            "gets %s more than once; give it once%s"
                .formatted(
                    key.written(),
                    key.isList() ? ", as %s=VALUE,VALUE".formatted(key.written()) : ""));
      }
    }
    return keys.contains(WhatIfKey.COUNT) && keys.contains(WhatIfKey.TENSOR_PARALLEL)
        ? Optional.of(
            "gets count and tensorParallel, of which one follows from the other; give one of them")
        : Optional.empty();
  }

  private Sourced<InferenceBlock> changed(
      Sourced<InferenceBlock> block, List<Setting> settings, ManifestValidator validator) {
    ObjectNode tree = MAPPER.valueToTree(block.resource());
    tree.remove("status");
    dropEmptyLists(tree);
    settings.forEach(one -> one.key().set(tree.withObject("spec"), one.values()));
    return switch (validator.validate(new Manifest(block.source(), tree, Map.of()))) {
      case ManifestValidator.Validated.Accepted(ObjectNode accepted) ->
          new Sourced<>(read(accepted), block.source());
      case ManifestValidator.Validated.Refused(List<Problem> found) -> {
        problems.add(
            found.stream()
                .map(one -> one.path() + ": " + one.message())
                .collect(Collectors.joining("; ", "--what-if: %s ".formatted(block.ref()), "")));
        yield block;
      }
    };
  }

  /**
   * A list that a manifest leaves out is held as an empty one, which the schema refuses of some.
   * The pod patch is kept as it was written.
   */
  private static void dropEmptyLists(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(one -> one.getValue().isArray() && one.getValue().isEmpty());
      object.properties().stream()
          .filter(one -> !one.getKey().equals("podPatch"))
          .forEach(one -> dropEmptyLists(one.getValue()));
    } else {
      node.forEach(WhatIf::dropEmptyLists);
    }
  }

  private static InferenceBlock read(ObjectNode tree) {
    try {
      return MAPPER.treeToValue(tree, InferenceBlock.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema accepts what no InferenceBlock can hold", e);
    }
  }
}
