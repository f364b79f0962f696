// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.facts.Parameters;

/**
 * The weights of one device.
 *
 * <p>Split: projections and experts over tensor and pipeline, tables over tensor (on the first and
 * last stage). Copied: norms and routers; keys and values where devices outnumber their heads.
 * Engines hold more than the files in three cases: latent attention keeps its up-projections a
 * second time, absorbed (vLLM's {@code MLACommonImpl.process_weights_after_loading}); MXFP4 experts
 * are padded to what the kernels take; LoRA reserves its buffers.
 */
final class WeightShare {
  /** Kernels for MXFP4 want expert widths in multiples of this. Source: vLLM's mxfp4.py. */
  private static final int MXFP4_ALIGNMENT = 256;

  /**
   * ROCm builds pad expert weights; one build of four was seen to take 3 %, another a third more.
   * Source: cases rh-03 and rh-04, VLLM_ROCM_MOE_PADDING.
   */
  private static final double ROCM_EXPERTS = 1.03;

  /** Of dense projections (cases ix-13, ix-20, lg-38). */
  private static final double ROCM_DENSE = 1.012;

  private final Anatomy model;
  private final Storage storage;
  private final Setup setup;

  WeightShare(Anatomy model, Storage storage, Setup setup) {
    this.model = model;
    this.storage = storage;
    this.setup = setup;
  }

  long bytes() {
    Parameters p = model.parameters();
    int tensor = setup.tensor();
    double layers =
        (p.attention() * storage.attention() * rocm()
                + p.keyValue() * storage.attention() * copies()
                + p.dense() * storage.dense() * rocm()
                + p.experts() * storage.experts() * padding()
                + p.mixer() * storage.mixer()
                + absorbed())
            / tensor;
    int stages = setup.pipeline();
    double copied = 2.0 * p.copied();
    double tables = 2.0 * (p.embedding() + p.head()) / tensor;
    double vision = 2.0 * p.vision() / (copiesVision() ? 1 : tensor);
    if (stages == 1) {
      return Math.round(layers + copied + tables + vision + rotary() + draft() / tensor);
    }
    double share = Math.ceilDiv(model.layers().size(), stages) / (double) model.layers().size();
    double table = 2.0 * Math.max(p.embedding(), p.head()) / tensor;
    return Math.round((layers + copied) * share + table + vision + rotary());
  }

  /** Adapter buffers: two matrices of the rank beside each projection, for one adapter. */
  long lora() {
    int rank = setup.tuning().loraRank();
    if (rank == 0 || !model.complete()) {
      return 0;
    }
    // In and out widths of the seven projections together, per layer.
    double head = 2.0 * model.hidden() * 4 + 3.0 * (model.hidden() + model.widest());
    return Math.round(2.0 * rank * head * model.layers().size() / setup.tensor());
  }

  /** Pixtral's tower is not split (cases rh-43, rh-44). */
  private boolean copiesVision() {
    return model.architecture().startsWith("Mistral3")
        || model.architecture().startsWith("Pixtral");
  }

  /** Sines and cosines of every position. Source: vLLM's RotaryEmbedding; cases lg-08, lg-10. */
  private double rotary() {
    return setup.engine() == EngineKind.VLLM ? 2.0 * model.context() * model.rotaryDim() : 0;
  }

  private double draft() {
    return setup.tuning().draftTokens() > 0 ? 2.0 * model.parameters().draft() : 0;
  }

  private double copies() {
    long heads =
        model.layers().stream()
            .filter(Memory.Tokens.class::isInstance)
            .mapToLong(layer -> ((Memory.Tokens) layer).heads())
            .max()
            .orElse(1);
    return Math.max(1.0, setup.tensor() / (double) heads);
  }

  private double padding() {
    if (storage.name().equals("mxfp4") && model.expertWidth() > 0) {
      int padded = Math.ceilDiv(model.expertWidth(), MXFP4_ALIGNMENT) * MXFP4_ALIGNMENT;
      return padded / (double) model.expertWidth();
    }
    return setup.gpu().isAmd() ? ROCM_EXPERTS : 1.0;
  }

  private double rocm() {
    return setup.gpu().isAmd() ? ROCM_DENSE : 1.0;
  }

  private double absorbed() {
    if (setup.engine() != EngineKind.VLLM) {
      return 0;
    }
    return 2.0 * (setup.isFirstVllm() ? model.multipliedOut() : model.absorbed());
  }
}
