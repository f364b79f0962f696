// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import java.util.Locale;
import java.util.OptionalDouble;

/** A figure that is predicted and measured. */
public enum Figure {
  /** Weights of the fullest device, GiB. */
  WEIGHTS_GIB,
  /** KV cache of a device, GiB. */
  KV_GIB,
  /** Tokens that the KV cache holds, as the engine prints them. */
  KV_TOKENS,
  /** KV cache by its tokens, bytes; predicted for a cache of the measured size. */
  KV_TOKEN_BYTES;

  /** As it is called in the files. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What was measured of it in a case. */
  OptionalDouble measured(FitCase fitCase) {
    OptionalDouble kv = number(fitCase, "kv_gib");
    OptionalDouble tokens = number(fitCase, "kv_tokens");
    return switch (this) {
      case WEIGHTS_GIB -> number(fitCase, "weights_gib");
      case KV_GIB -> kv;
      case KV_TOKENS -> tokens;
      case KV_TOKEN_BYTES ->
          kv.isPresent() && tokens.isPresent() && tokens.getAsDouble() > 0
              ? OptionalDouble.of(kv.getAsDouble() * (1L << 30) / tokens.getAsDouble())
              : OptionalDouble.empty();
    };
  }

  private static OptionalDouble number(FitCase fitCase, String name) {
    double value = fitCase.measured().decimal(name).orElse(-1.0);
    return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
