// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

/** What a step did to a sequence. */
public sealed interface Event {

  /** The sequence's id. */
  String id();

  /**
   * It left the queue for the first time.
   *
   * @param queriedTokens prompt tokens that the prefix cache was asked for
   * @param cachedTokens of them held by it
   */
  record Scheduled(String id, int queriedTokens, int cachedTokens) implements Event {}

  /** It lost its blocks and waits at the head of the queue; its tokens will be computed again. */
  record Preempted(String id) implements Event {}

  /**
   * It generated a token.
   *
   * @param position of the token in the answer, from 0
   */
  record Token(String id, int token, int position) implements Event {}

  /** It is complete and holds nothing any more. */
  record Finished(String id, End end) implements Event {}

  /** It was taken out before it was complete, and not because its client went away. */
  record Aborted(String id) implements Event {}

  /** Why a sequence is complete. */
  enum End {
    /** The answer is over. */
    STOP,
    /** The limit of generated tokens is reached. */
    LENGTH
  }
}
