// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.EngineKind;
import java.util.Optional;

/** The adapters by kind. */
public final class Engines {
  private Engines() {}

  /** Empty for {@code external}, which starts nothing. */
  public static Optional<EngineAdapter> adapterFor(EngineKind kind) {
    return switch (kind) {
      case VLLM -> Optional.of(new VllmEngine());
      case SGLANG -> Optional.of(new SglangEngine());
      case LLAMACPP -> Optional.of(new LlamaCppEngine());
      case TGI -> Optional.of(new TgiEngine());
      case EMBEDDED -> Optional.of(new EmbeddedEngine());
      case SIMULATOR -> Optional.of(new SimulatorEngine());
      case CUSTOM -> Optional.of(new CustomEngineAdapter());
      case EXTERNAL -> Optional.empty();
    };
  }

  /** The path that tells whether an endpoint of this kind is well. */
  public static String healthPath(EngineKind kind) {
    return kind == EngineKind.EXTERNAL ? "/v1/models" : "/health";
  }
}
