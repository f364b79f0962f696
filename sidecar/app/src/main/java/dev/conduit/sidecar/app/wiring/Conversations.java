// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.sidecar.core.route.ConversationKeys;
import dev.conduit.sidecar.core.route.Recollection;
import dev.conduit.sidecar.core.route.Stay;
import java.time.Duration;
import java.util.Optional;

/** A {@link Recollection} for any thread; a restart forgets all. */
final class Conversations {
  static final int MOST = Recollection.MOST;

  private final Recollection known = new Recollection();

  synchronized Optional<Stay> turn(ConversationKeys keys, boolean hasSession, long millis) {
    return known.turn(keys, hasSession, millis);
  }

  synchronized boolean isRepeat(ConversationKeys keys, Duration ttl, long millis) {
    return known.isRepeat(keys, ttl, millis);
  }

  synchronized Optional<Stay> conversation(ConversationKeys keys, long millis) {
    return known.conversation(keys, millis);
  }

  synchronized void remember(ConversationKeys keys, Stay stay, Duration ttl, long millis) {
    known.remember(keys, stay, ttl, millis);
  }

  synchronized int size() {
    return known.size();
  }
}
