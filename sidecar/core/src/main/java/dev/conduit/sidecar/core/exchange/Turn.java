// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where a conversation stands, as hashes of what was said so far; no text is kept.
 *
 * <p>An application sends the whole conversation again with each request, so the messages up to the
 * last of a user are the same bytes in every request of one tool loop, and those up to the one
 * before are what the turn before ended with. Source: decision 0017.
 *
 * @param seen of all messages so far
 * @param opening of the messages up to the first of a user; 0 for none
 * @param previous of those up to the last but one of a user; 0 for none
 * @param current of those up to the last of a user; 0 for none
 * @param inToolLoop whether the model called tools since a user last said something
 */
public record Turn(long seen, long opening, long previous, long current, boolean inToolLoop) {
  /** Of a request without messages. */
  public static final Turn NONE = new Turn(0, 0, 0, 0, false);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /** Whether a user said something once only: nothing went before. */
  public boolean isFirst() {
    return previous == 0;
  }

  /** After one more message, whose JSON stands between the two offsets. */
  Turn plus(byte[] b, int from, int to, Role role, boolean hasCalls) {
    long all = hash(seen, b, from, to);
    if (role == Role.USER) {
      return new Turn(all, opening == 0 ? all : opening, current, all, false);
    }
    boolean isCalling = inToolLoop || role == Role.TOOL || hasCalls;
    return new Turn(all, opening, previous, current, isCalling);
  }

  /** Two hashes made one. */
  public static long mix(long one, long other) {
    long mixed = (one ^ Long.rotateLeft(other, 29)) * PRIME;
    return mixed ^ (mixed >>> 32);
  }

  /** Of a text that is no part of a body. */
  public static long hash(String text) {
    long hash = text.length() + 1L;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash, text.charAt(i));
    }
    return hash;
  }

  private static long hash(long before, byte[] b, int from, int to) {
    long hash = mix(before, to - from + 1L);
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      hash = mix(hash, (long) LONGS.get(b, i));
    }
    for (; i < to; i++) {
      hash = mix(hash, b[i]);
    }
    return hash == 0 ? 1 : hash;
  }
}
