// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.ModelFacts;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Given;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a model's shape: declared facts first, then the catalogue, then for a GGUF file an estimate
 * from its name.
 */
public final class ModelKnowledge {
  private static final Pattern SIZE =
      Pattern.compile("(?:^|[-_.])([0-9]+(?:\\.[0-9]+)?)([bBmM])(?=[-_.]|$)");
  private static final int DEFAULT_CONTEXT = 4096;

  /** Layers, heads and key-value heads that models of up to so many parameters commonly have. */
  private static final List<Guess> GUESSES =
      List.of(
          new Guess(300_000_000L, 30, 9, 3, 64),
          new Guess(1_000_000_000L, 32, 16, 8, 64),
          new Guess(2_500_000_000L, 28, 16, 8, 128),
          new Guess(5_000_000_000L, 36, 32, 8, 128),
          new Guess(11_000_000_000L, 40, 32, 8, 128),
          new Guess(40_000_000_000L, 64, 40, 8, 128),
          new Guess(Long.MAX_VALUE, 80, 64, 8, 128));

  private final ModelCatalogue catalogue;

  public ModelKnowledge(ModelCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The shape as it is loaded; empty when too little is known to say a size. */
  public Optional<ModelShape> shapeOf(Model model) {
    ModelId id = ModelId.parse(model.id());
    Optional<ModelShape> known =
        catalogue.find(id).map(shape -> id.isGgufFile() ? asGguf(shape, id) : shape);
    Optional<ModelShape> base = known.or(() -> id.isGgufFile() ? fromName(id) : Optional.empty());
    ModelFacts facts = model.facts();
    if (facts == null) {
      return base.map(shape -> loaded(shape, model));
    }
    Long weights = facts.weightBytes();
    if (base.isEmpty() && weights == null) {
      return Optional.empty();
    }
    ModelShape start =
        base.orElseGet(() -> guessed(new Bytes(weights == null ? 0 : weights), 0, ""));
    return Optional.of(loaded(withFacts(facts, start), model));
  }

  /** Declared figures over known ones. */
  private static ModelShape withFacts(ModelFacts facts, ModelShape base) {
    Long weights = facts.weightBytes();
    int layers = Given.or(facts.layers(), base.layers());
    int kvLayers = facts.layers() == null ? base.kvLayers() : facts.layers();
    int heads = Given.or(facts.attentionHeads(), base.heads());
    int kvHeads = Given.or(facts.kvHeads(), base.kvHeads());
    return new ModelShape(
        weights == null ? base.weights() : new Bytes(weights),
        base.checkpointQuantization(),
        base.parameters(),
        layers,
        kvLayers,
        heads,
        kvHeads,
        Given.or(facts.headDim(), base.headDim()),
        facts.kvHeads() == null ? base.mlaWidth() : 0,
        Given.or(facts.contextTokens(), base.contextTokens()),
        base.mixtureOfExperts(),
        weights == null ? base.origin() : ModelShape.Origin.DECLARED);
  }

  /** What dtype and quantisation of the spec make of the checkpoint. */
  private static ModelShape loaded(ModelShape shape, Model model) {
    if (shape.origin() == ModelShape.Origin.DECLARED || shape.parameters() == 0) {
      return shape;
    }
    String wish = model.quantization();
    if (wish != null && shape.checkpointQuantization().isEmpty()) {
      return Quantization.weights(shape, wish)
          .map(weights -> shape.withWeights(weights, wish, worse(shape)))
          .orElse(shape);
    }
    boolean wide = "float32".equals(model.dtype()) && shape.checkpointQuantization().isEmpty();
    return wide ? shape.withWeights(scaled(shape, 4), "", shape.origin()) : shape;
  }

  private static ModelShape.Origin worse(ModelShape shape) {
    return shape.origin() == ModelShape.Origin.NAME
        ? ModelShape.Origin.NAME
        : ModelShape.Origin.QUANTISED;
  }

  private static Bytes scaled(ModelShape shape, double bytesPerWeight) {
    return new Bytes(Math.round(shape.parameters() * bytesPerWeight));
  }

  private static ModelShape asGguf(ModelShape shape, ModelId id) {
    Map.Entry<String, Double> type =
        Quantization.ofGgufName(id.lastPart()).orElse(Map.entry("f16", 2.0));
    return shape.withWeights(
        scaled(shape, type.getValue()), type.getKey(), ModelShape.Origin.QUANTISED);
  }

  private static Optional<ModelShape> fromName(ModelId id) {
    Matcher size = SIZE.matcher(id.lastPart());
    Optional<Map.Entry<String, Double>> type = Quantization.ofGgufName(id.lastPart());
    if (!size.find() || type.isEmpty()) {
      return Optional.empty();
    }
    double unit = size.group(2).equalsIgnoreCase("b") ? 1e9 : 1e6;
    // Names round down and leave out embeddings.
    long parameters = Math.round(Double.parseDouble(size.group(1)) * unit * 1.1);
    Bytes weights = new Bytes(Math.round(parameters * type.get().getValue()));
    return Optional.of(guessed(weights, parameters, type.get().getKey()));
  }

  private static ModelShape guessed(Bytes weights, long parameters, String quantization) {
    long size = parameters == 0 ? weights.value() / 2 : parameters;
    Guess guess =
        GUESSES.stream().filter(g -> size <= g.upTo()).findFirst().orElse(GUESSES.getLast());
    return new ModelShape(
        weights,
        quantization,
        parameters,
        guess.layers(),
        guess.layers(),
        guess.heads(),
        guess.kvHeads(),
        guess.headDim(),
        0,
        DEFAULT_CONTEXT,
        false,
        ModelShape.Origin.NAME);
  }

  private record Guess(long upTo, int layers, int heads, int kvHeads, int headDim) {}
}
