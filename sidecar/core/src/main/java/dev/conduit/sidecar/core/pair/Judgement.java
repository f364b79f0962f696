// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

/** What became of two answers to one request. */
public sealed interface Judgement {
  /** Each was judged by itself, in [0,1], 1 best. */
  record Scored(double light, double heavy) implements Judgement {}

  /**
   * They were compared with each other.
   *
   * @param gain of the heavier answer over the lighter one, in [-1,1]
   */
  record Compared(double gain) implements Judgement {}

  /** Nothing can be said. */
  record None(Drop why) implements Judgement {}

  /** That of one who only says which is better. */
  static Judgement preferring(boolean isHeavy) {
    return new Compared(isHeavy ? 1 : -1);
  }

  /** Of the heavier answer; 0 where nothing can be said. */
  default double gain() {
    return switch (this) {
      case Scored(double light, double heavy) -> heavy - light;
      case Compared(double gain) -> gain;
      case None _ -> 0;
    };
  }
}
