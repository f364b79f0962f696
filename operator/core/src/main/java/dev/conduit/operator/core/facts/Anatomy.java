// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.List;
import java.util.Optional;

/**
 * A model as its configuration describes it.
 *
 * @param architecture the class that loads it
 * @param parameters by class
 * @param layers what each keeps, first to last
 * @param hidden width of the residual stream
 * @param widest of a layer's intermediate widths, per token: the larger of the dense one and the
 *     chosen experts' together
 * @param expertWidth of one expert; zero without experts
 * @param heads attention heads
 * @param vocabulary tokens
 * @param context longest sequence it was made for; zero when the file does not say
 * @param elementBytes of a weight that is not quantised
 * @param absorbed parameters of latent attention's up-projections, which engines keep twice
 * @param multipliedOut parameters that old engines kept instead of the absorbed ones
 * @param multimodal whether it takes images, video or sound too
 * @param quantization method in the file; empty when there is none
 * @param kvType type of the KV cache that the checkpoint asks for
 * @param complete whether the parameters could be counted from the fields; otherwise only what the
 *     layers keep is known
 */
public record Anatomy(
    String architecture,
    Parameters parameters,
    List<Memory> layers,
    int hidden,
    long widest,
    int expertWidth,
    int heads,
    int vocabulary,
    long context,
    int elementBytes,
    long absorbed,
    long multipliedOut,
    boolean multimodal,
    String quantization,
    Optional<String> kvType,
    boolean complete) {

  /** What reading a configuration gives. */
  public sealed interface Reading {
    record Known(Anatomy anatomy) implements Reading {}

    record Unknown(NotUnderstood problem) implements Reading {}
  }

  public Anatomy {
    layers = List.copyOf(layers);
  }

  public boolean sparse() {
    return expertWidth > 0;
  }

  public boolean latent() {
    return layers.stream().anyMatch(Memory.Latent.class::isInstance);
  }

  /** Elements of a head that turn with the position, at most; zero without attention. */
  public long rotaryDim() {
    return layers.stream()
        .mapToLong(
            layer ->
                switch (layer) {
                  case Memory.Tokens tokens -> Math.min(tokens.width() / 2, 128);
                  case Memory.Latent _ -> 64;
                  case Memory.State _, Memory.Nothing _ -> 0;
                })
        .max()
        .orElse(0);
  }

  /** Whether some layers keep a state of fixed size. */
  public boolean hybrid() {
    return layers.stream().anyMatch(Memory.State.class::isInstance);
  }

  /** Whether some layers look back a window only. */
  public boolean windowed() {
    return layers.stream().anyMatch(l -> l instanceof Memory.Tokens t && t.window() > 0);
  }

  public Anatomy withParameters(Parameters other) {
    return with(other, layers, heads, context);
  }

  /** The same with weights of twice as many bytes, for 32-bit types. */
  public Anatomy doubled() {
    return withParameters(parameters.plus(parameters));
  }

  /** The same with other figures, such as declared ones; its parameters are then known. */
  public Anatomy with(Parameters other, List<Memory> memories, int otherHeads, long tokens) {
    return new Anatomy(
        architecture,
        other,
        memories,
        hidden,
        widest,
        expertWidth,
        otherHeads,
        vocabulary,
        tokens,
        elementBytes,
        absorbed,
        multipliedOut,
        multimodal,
        quantization,
        kvType,
        complete);
  }
}
