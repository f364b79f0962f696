// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.exchange.Turn;
import java.util.Optional;

/**
 * What a conversation is remembered by; hashes, from which no text can be had back.
 *
 * @param turn the same for all requests of one tool loop; 0 for a request without messages
 * @param before the {@code turn} that the turn before had; 0 for a first one
 * @param session by the header, else by how the conversation opened; 0 for none
 * @param loop what else a tool loop is known by
 */
public record ConversationKeys(long turn, long before, long session, Loop loop) {
  /** Of what is no conversation. */
  public static final ConversationKeys NONE = new ConversationKeys(0, 0, 0, Loop.NONE);

  /**
   * What a tool loop is known by when its client left out or rewrote what is old; 0 for none. The
   * surest first: two conversations may have the same last words.
   *
   * @param isOpen whether the model called tools since
   * @param result the last words of a user, and the id of the last tool result: some engines only
   *     number them
   * @param resultBefore the same with the last one that the request before had
   * @param tail the words, and what was said before them
   * @param words alone
   * @param id of the last tool result alone
   * @param idBefore that of the request before
   */
  public record Loop(
      boolean isOpen,
      long result,
      long resultBefore,
      long tail,
      long words,
      long id,
      long idBefore) {
    /** Of a request that has nothing to do with tools. */
    public static final Loop NONE = new Loop(false, 0, 0, 0, 0, 0, 0);
  }

  /** Other wishes about the model are another conversation. */
  public static ConversationKeys of(RequestFacts facts, Wishes wishes) {
    Turn turn = facts.turn();
    long asked = Turn.mix(Turn.hash(facts.model()), Turn.hash(wishes.tier().orElse("")));
    long opening = wishes.session().map(Turn::hash).orElse(turn.opening());
    return new ConversationKeys(
        key(turn.current(), asked),
        key(turn.previous(), asked),
        key(opening, ~asked),
        facts.hasTools() || turn.inToolLoop() ? loop(turn, within(wishes, asked)) : Loop.NONE);
  }

  /** The same last words in another session are another loop. */
  private static long within(Wishes wishes, long asked) {
    return wishes.session().map(session -> Turn.mix(Turn.hash(session), asked)).orElse(asked);
  }

  private static Loop loop(Turn turn, long asked) {
    Turn.Traces traces = turn.traces();
    long id = key(traces.result(), asked + 1);
    long idBefore = key(traces.resultBefore(), asked + 1);
    return new Loop(
        turn.inToolLoop(),
        key(id, traces.words()),
        key(idBefore, traces.words()),
        key(traces.tail(), asked + 2),
        key(traces.words(), asked + 3),
        id,
        idBefore);
  }

  /**
   * What a caller says by headers.
   *
   * @param tier asked for
   * @param session that the request belongs to
   */
  public record Wishes(Optional<String> tier, Optional<String> session) {}

  private static long key(long hash, long asked) {
    return hash == 0 ? 0 : Turn.mix(hash, asked);
  }
}
