// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who answered which conversation last, by hashes; no text. The ones unused for longest go first
 * when there are too many. One thread at a time, for which its owner sees. Source: decision 0017.
 */
public final class Recollection {
  /** Some 150 bytes each. */
  public static final int MOST = 65_536;

  private static final long RECENT = Duration.ofMinutes(2).toMillis();

  private final Map<Long, Known> entries = new Eldest();

  private record Known(Stay stay, long until) {}

  /** Keeps the ones used last. */
  private static final class Eldest extends LinkedHashMap<Long, Known> {
    private static final long serialVersionUID = 1;

    Eldest() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
      return size() > MOST;
    }
  }

  /**
   * Who answered a request that went the same way up to the last word of a user. In a tool loop
   * whose client changed what went before: who was handed its tools' results last, else who
   * answered the session, else, as a guess, the same last words, else who had these results.
   */
  public Optional<Stay> turn(ConversationKeys keys, boolean hasSession, long millis) {
    Optional<Stay> exact = find(keys.turn(), millis);
    if (exact.isPresent()) {
      return exact;
    }
    ConversationKeys.Loop loop = keys.loop();
    Optional<Stay> session = hasSession ? find(keys.session(), millis) : Optional.empty();
    if (!loop.isOpen()) {
      return session;
    }
    return find(loop.result(), millis)
        .or(() -> find(loop.resultBefore(), millis))
        .or(() -> session)
        .or(() -> guess(loop, millis));
  }

  private Optional<Stay> guess(ConversationKeys.Loop loop, long millis) {
    return find(loop.tail(), millis)
        .or(() -> find(loop.words(), millis))
        .or(() -> find(loop.id(), millis))
        .or(() -> find(loop.idBefore(), millis))
        .map(Stay::guessed);
  }

  /** Whether the answer to the same request began within the last two minutes. */
  public boolean isRepeat(ConversationKeys keys, Duration ttl, long millis) {
    Known known = entries.get(keys.turn());
    return known != null && known.until() - ttl.toMillis() + RECENT > millis;
  }

  /** Who answered the turn before; by its hash, else by the session's or the opening's. */
  public Optional<Stay> conversation(ConversationKeys keys, long millis) {
    return find(keys.before(), millis).or(() -> find(keys.session(), millis));
  }

  /** An answer began: whoever gives it is who goes on, for {@code ttl}. */
  public void remember(ConversationKeys keys, Stay stay, Duration ttl, long millis) {
    Known known = new Known(stay, millis + ttl.toMillis());
    put(keys.turn(), known);
    put(keys.session(), known);
    put(keys.loop().result(), known);
    put(keys.loop().id(), known);
    put(keys.loop().tail(), known);
    put(keys.loop().words(), known);
  }

  /** How many hashes are known; at most {@link #MOST}. */
  public int size() {
    return entries.size();
  }

  private void put(long key, Known entry) {
    if (key != 0) {
      entries.put(key, entry);
    }
  }

  private Optional<Stay> find(long key, long millis) {
    Known entry = entries.get(key);
    if (entry == null || entry.until() < millis) {
      entries.remove(key);
      return Optional.empty();
    }
    return Optional.of(entry.stay());
  }
}
