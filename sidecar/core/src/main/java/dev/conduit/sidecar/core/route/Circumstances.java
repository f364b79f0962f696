// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import java.util.Optional;

/**
 * What a decision depends on beside the request.
 *
 * @param millis the time, since 1970
 * @param app that this data plane serves; empty when unknown, and then no rule on apps holds
 * @param turn who answered a request that went the same way up to the last word of a user
 * @param isRepeat whether that was moments ago: of two conversations that are the same byte for
 *     byte, neither may move the other's tool loop to another model
 * @param conversation who answered this conversation last, before that word
 * @param outlook what targets are expected to take
 */
public record Circumstances(
    long millis,
    String app,
    Optional<Stay> turn,
    boolean isRepeat,
    Optional<Stay> conversation,
    Outlook outlook) {
  /** A first request of nobody in particular. */
  public static final Circumstances NONE =
      new Circumstances(0, "", Optional.empty(), false, Optional.empty());

  /** Of a data plane that has seen nothing of its targets. */
  public Circumstances(
      long millis, String app, Optional<Stay> turn, boolean isRepeat, Optional<Stay> conversation) {
    this(millis, app, turn, isRepeat, conversation, Outlook.NONE);
  }
}
