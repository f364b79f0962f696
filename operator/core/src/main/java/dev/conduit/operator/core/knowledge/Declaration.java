// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.api.v1alpha1.block.ModelFacts;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.observed.ModelReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that was read here, in the words of {@code spec.models[].facts}: for who plans it where
 * its files cannot be read.
 *
 * @param facts never too small but for what the notes say
 * @param notes what those words cannot say; empty when they say all
 */
public record Declaration(ModelFacts facts, List<String> notes) {
  public Declaration {
    notes = List.copyOf(notes);
  }

  /** What came of it: a declaration, or why there is none. */
  public sealed interface Outcome {
    record Declared(Declaration declaration) implements Outcome {}

    /**
     * @param why with field or file
     */
    record Refused(String why) implements Outcome {}
  }

  /** Of what a model's headers say. */
  public static Outcome of(ModelReading reading) {
    return switch (reading) {
      case ModelReading.Obstructed(_, String why) -> new Outcome.Refused(why);
      case ModelReading.Pending(String from) ->
          new Outcome.Refused("it is being read from " + from);
      case ModelReading.Headers headers ->
          switch (ModelKnowledge.counted(headers)) {
            case Knowledge.Known(ServedModel model) -> new Outcome.Declared(of(model));
            case Knowledge.Incomprehensible(var problem) ->
                new Outcome.Refused("its configuration is not understood: " + problem);
            case Knowledge.Unavailable(_, String why) -> new Outcome.Refused(why);
            case Knowledge.Unknown() -> new Outcome.Refused("nothing is known of its size");
          };
    };
  }

  private static Declaration of(ServedModel model) {
    List<String> notes = new ArrayList<>();
    List<Each> keeping =
        model.anatomy().layers().stream().flatMap(layer -> Each.of(layer).stream()).toList();
    Each widest =
        keeping.stream()
            .reduce((one, other) -> one.size() >= other.size() ? one : other)
            .orElse(new Each(1, 1, false));
    long states = model.anatomy().layers().stream().filter(Memory.State.class::isInstance).count();
    if (keeping.stream().anyMatch(Each::bounded)) {
      notes.add("layers with a window count as if they kept all tokens: more than is needed");
    }
    if (keeping.stream().anyMatch(each -> each.size() < widest.size())) {
      notes.add("layers keep different amounts, and the largest counts for each");
    }
    if (states > 0) {
      notes.add(
          "%d layers keep a state of fixed size for each sequence, which facts cannot say: leave room for it with a lower maxConcurrency"
              .formatted(states));
    }
    return new Declaration(
        new ModelFacts(
            model.weights().value(),
            Math.max(1, keeping.size()),
            model.anatomy().heads(),
            widest.heads(),
            widest.dim(),
            model.contextTokens()),
        notes);
  }

  /**
   * What a layer that keeps tokens keeps of one.
   *
   * @param dim of a head, of key or value
   * @param bounded whether it keeps a window only
   */
  private record Each(int heads, int dim, boolean bounded) {
    static Optional<Each> of(Memory layer) {
      return switch (layer) {
        case Memory.Tokens tokens ->
            Optional.of(
                new Each(tokens.heads(), Math.ceilDiv(tokens.width(), 2), tokens.window() > 0));
        case Memory.Latent latent ->
            // One head, for each device has all of it.
            Optional.of(new Each(1, Math.ceilDiv(latent.width() + latent.indexBytes(), 2), false));
        case Memory.State _, Memory.Nothing _ -> Optional.empty();
      };
    }

    long size() {
      return (long) heads * dim;
    }
  }

  /** As fields of a manifest, in order. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("weightBytes", facts.weightBytes());
    fields.put("layers", facts.layers());
    fields.put("attentionHeads", facts.attentionHeads());
    fields.put("kvHeads", facts.kvHeads());
    fields.put("headDim", facts.headDim());
    fields.put("contextTokens", facts.contextTokens());
    return fields;
  }
}
