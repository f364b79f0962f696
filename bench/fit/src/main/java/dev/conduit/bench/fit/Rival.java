// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fit;

import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How another planner sizes a model, written anew from its source. All get the GPU's true memory
 * and the true parameter count; none knows page groups or latent attention's padding.
 *
 * @param title as it is printed
 * @param stored GiB of a device's weights
 * @param left GiB of a device that are left for the KV cache
 * @param token bytes of one token
 */
record Rival(
    String title,
    ToDoubleFunction<Given> stored,
    ToDoubleFunction<Given> left,
    ToDoubleFunction<Given> token) {
  static final double GIB = 1L << 30;

  static final List<Rival> ALL =
      List.of(
          new Rival("KAITO", Rival::kaitoWeights, Rival::kaito, Rival::allAlike),
          new Rival("llm-d-planner", Given::stored, Rival::llmD, Rival::allAlike),
          new Rival("AIConfigurator", Given::stored, Rival::aiConfigurator, Rival::allAlike),
          new Rival("GPUStack", Given::stored, Rival::gpuStack, Rival::allAlike),
          new Rival("LLMKube", Given::stored, Rival::llmKube, Rival::ungrouped),
          new Rival("params x 2 x 1.2", Rival::twoBytes, Rival::ruleOfThumb, Rival::allAlike));

  /**
   * What a rival is given: all that we are, but nothing of ours.
   *
   * @param total GiB of the GPU
   * @param stored GiB of a device's share of the files
   */
  record Given(Anatomy model, Setup setup, double total, double stored) {
    double budget() {
      return total * setup.share();
    }
  }

  double weights(Given given) {
    return stored.applyAsDouble(given);
  }

  double kv(Given given) {
    return left.applyAsDouble(given);
  }

  double tokenBytes(Given given) {
    return token.applyAsDouble(given);
  }

  /** Whether one sequence of full length is said to fit. */
  boolean fits(Given given) {
    long length = given.setup().maxModelLen().orElse(given.model().context());
    return kv(given) > 0 && kv(given) * GIB >= tokenBytes(given) * length;
  }

  /** Size × 1.02; its catalogue holds two copies of gpt-oss. Source: KAITO, estimator.go. */
  private static double kaitoWeights(Given given) {
    return given.stored() * 1.02 * (given.model().architecture().startsWith("GptOss") ? 1.9 : 1);
  }

  /** 84 % of the GPU, 2.3 GiB and 5 % of the weights beside. Source: KAITO, memory-estimator.md. */
  private static double kaito(Given given) {
    return given.total() * 0.84 - kaitoWeights(given) - 2.3 - 0.05 * kaitoWeights(given);
  }

  /**
   * Activation 5.5 GiB dense, 8.0 with experts, 2.5 multimodal; non-torch 0.15 or 0.6. Source:
   * llm-d-planner, capacity_planner.py.
   */
  private static double llmD(Given given) {
    Anatomy model = given.model();
    double activation = model.sparse() ? 8.0 : model.multimodal() ? 2.5 : 5.5;
    double other = given.setup().tensor() > 1 ? 0.6 : 0.15;
    return given.budget() - given.stored() - activation - other;
  }

  /**
   * Activation 2 × tokens × width × coefficient, at least 70 MiB; NCCL 0.36 GiB; 3.5 GiB flat; at
   * most 92 % of the GPU. Source: AIConfigurator, base_backend.py.
   */
  private static double aiConfigurator(Given given) {
    int tensor = given.setup().tensor();
    double dense = tensor == 1 ? 11 : tensor == 2 ? 6.5 : 5;
    double coefficient = given.model().sparse() ? 2 * dense : dense;
    double activation = Math.max(0.07, 2.0 * 8192 * given.model().hidden() * coefficient / GIB);
    double budget = given.total() * Math.min(0.92, given.setup().share());
    return budget - given.stored() - activation - (tensor > 1 ? 0.36 : 0) - 3.5;
  }

  /** Weights × 1.2 + 2 GiB. Source: GPUStack, its vLLM resource selector. */
  private static double gpuStack(Given given) {
    return given.budget() - 1.2 * given.stored() - 2;
  }

  /** Weights and a tenth. Source: LLMKube. */
  private static double llmKube(Given given) {
    return given.budget() - 1.1 * given.stored();
  }

  /** As if every query head had a key of its own. Source: LLMKube. */
  private static double ungrouped(Given given) {
    Anatomy model = given.model();
    return 4.0 * model.layers().size() * model.hidden() / given.setup().devices();
  }

  private static double twoBytes(Given given) {
    return 2.0 * given.model().parameters().total() / given.setup().devices() / GIB;
  }

  /** Parameters × 2 bytes × 1.2, whatever the files hold. Source: EleutherAI's transformer math. */
  private static double ruleOfThumb(Given given) {
    return given.budget() - 1.2 * twoBytes(given);
  }

  /** All layers alike, heads copied where devices outnumber them. */
  private static double allAlike(Given given) {
    double element = given.setup().kvType().contains("fp8") ? 1 : 2;
    double sum = 0;
    for (Memory layer : given.model().layers()) {
      sum +=
          switch (layer) {
            case Memory.Tokens(int heads, int width, _, _, _) ->
                element * width * Math.max(1, heads / given.setup().tensor());
            case Memory.Latent(int width, _) -> element * width;
            case Memory.State _, Memory.Nothing _ -> 0;
          };
    }
    return sum / given.setup().pipeline();
  }
}
