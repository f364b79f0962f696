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
 */
public record ConversationKeys(long turn, long before, long session) {
  /** Of what is no conversation. */
  public static final ConversationKeys NONE = new ConversationKeys(0, 0, 0);

  /** Other wishes about the model are another conversation. */
  public static ConversationKeys of(RequestFacts facts, Wishes wishes) {
    Turn turn = facts.turn();
    long asked = Turn.mix(Turn.hash(facts.model()), Turn.hash(wishes.tier().orElse("")));
    long opening = wishes.session().map(Turn::hash).orElse(turn.opening());
    return new ConversationKeys(
        key(turn.current(), asked), key(turn.previous(), asked), key(opening, ~asked));
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
