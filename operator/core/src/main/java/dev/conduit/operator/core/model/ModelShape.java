// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.contract.Bytes;

/**
 * What the fit needs to know of a model, in the form that it is loaded in.
 *
 * @param weights of all of it, as stored
 * @param checkpointQuantization {@code fp8}, {@code nvfp4}, a GGUF type; empty when 16 bits wide
 * @param parameters in all, experts included; zero when unknown
 * @param layers of the transformer
 * @param kvLayers layers whose KV cache grows with the context
 * @param heads attention heads, which tensor parallelism divides
 * @param kvHeads key-value heads
 * @param headDim elements of one head
 * @param mlaWidth latent plus rotary elements per token and layer with multi-head latent attention;
 *     zero for ordinary attention
 * @param contextTokens longest that the model was made for
 * @param mixtureOfExperts whether it needs the larger activations of expert layers
 * @param origin where the figures come from, which decides their uncertainty
 */
public record ModelShape(
    Bytes weights,
    String checkpointQuantization,
    long parameters,
    int layers,
    int kvLayers,
    int heads,
    int kvHeads,
    int headDim,
    int mlaWidth,
    int contextTokens,
    boolean mixtureOfExperts,
    Origin origin) {

  /** Where a shape's weights are known from. */
  public enum Origin {
    /** Declared in {@code spec.models[].facts}. */
    DECLARED(0.00),
    /** Size of the checkpoint's files: engines added up to 1.9 %. */
    FILES(0.02),
    /** Parameters times bytes of a 16-bit type: engines added up to 1.4 %. */
    PARAMETERS(0.02),
    /** Parameters times the average of a quantisation, whose mix of types is not known. */
    QUANTISED(0.08),
    /** The parameter count in the model's name. */
    NAME(0.20);

    private final double uncertainty;

    Origin(double uncertainty) {
      this.uncertainty = uncertainty;
    }

    /** Share of the weights by which they may turn out larger. */
    public double uncertainty() {
      return uncertainty;
    }
  }

  public ModelShape {
    if (layers < 1 || kvLayers < 0 || heads < 1 || kvHeads < 1 || headDim < 1) {
      throw new IllegalArgumentException("not the shape of a model: " + layers + " layers");
    }
  }

  /** The same model with other weights, such as a quantised copy. */
  public ModelShape withWeights(Bytes other, String quantization, Origin from) {
    return new ModelShape(
        other,
        quantization,
        parameters,
        layers,
        kvLayers,
        heads,
        kvHeads,
        headDim,
        mlaWidth,
        contextTokens,
        mixtureOfExperts,
        from);
  }
}
