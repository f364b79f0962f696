// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

/** How an engine is: what {@code /health} answers from. */
public sealed interface Health {

  /**
   * Not serving yet: {@code /health} is a 503.
   *
   * @param phase one word or two, for example {@code fetching} or {@code loading}
   * @param progress in [0,1]; negative when unknown
   * @param detail one line for a person, for example bytes done and to do
   */
  record Loading(String phase, double progress, String detail) implements Health {}

  /** Serving. */
  record Ready() implements Health {}

  /**
   * Weights put away; {@code /health} stays 200 as vLLM's does, generation is a 503.
   *
   * @param level 1: weights in host memory; 2: dropped
   */
  record Sleeping(int level) implements Health {}

  /**
   * Will not serve again: {@code /health} is a 503.
   *
   * @param reason one line, lower case, that says what a person can do
   */
  record Failed(String reason) implements Health {}
}
