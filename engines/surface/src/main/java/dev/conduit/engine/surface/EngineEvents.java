// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

/**
 * What an engine reports as it happens, for the metrics that the surface cannot see from outside.
 * Any thread may call; nothing blocks.
 */
public interface EngineEvents {

  /** One step of the batch computed so many tokens, prompt and generated together. */
  void iteration(int tokens);

  /** A running sequence lost its KV blocks and went back to the queue. */
  void preempted();

  /** The prefix cache was asked for so many prompt tokens and held so many of them. */
  void prefixLookup(int queriedTokens, int hitTokens);

  /** A request ended after so many preemptions; 0 for most. */
  void preemptionsOfRequest(int count);
}
