// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where a conversation stands, as hashes of what was said so far; no text is kept.
 *
 * <p>An application sends the whole conversation again with each request, so the messages up to the
 * last of a user are the same bytes in every request of one tool loop, and those up to the one
 * before are what the turn before ended with. One that leaves out or rewrites what is old still
 * sends what is new: for that, see {@link Traces}. Source: decision 0017.
 *
 * @param seen of all messages so far
 * @param opening of the messages up to the first of a user; 0 for none
 * @param previous of those up to the last but one of a user; 0 for none
 * @param current of those up to the last of a user; 0 for none
 * @param inToolLoop whether the model called tools since a user last said something
 * @param traces of the newest messages alone
 */
public record Turn(
    long seen, long opening, long previous, long current, boolean inToolLoop, Traces traces) {
  /** Of a request without messages. */
  public static final Turn NONE = new Turn(0, 0, 0, 0, false, Traces.NONE);

  /**
   * What a tool loop is known by when its client changed the messages before: hashes, 0 for none.
   *
   * @param newest of the last message
   * @param words of the last message of a user
   * @param tail of it and the message before it
   * @param result of the id of the call that the last message of a tool answers
   * @param resultBefore of the last one before the model called tools again
   */
  public record Traces(long newest, long words, long tail, long result, long resultBefore) {
    static final Traces NONE = new Traces(0, 0, 0, 0, 0);

    private Traces plus(long message, Role role, boolean hasCalls, long call) {
      if (role == Role.USER) {
        return new Traces(message, message, mix(newest, message), 0, 0);
      }
      if (call != 0) {
        return new Traces(message, words, tail, call, resultBefore);
      }
      return hasCalls && result != 0
          ? new Traces(message, words, tail, 0, result)
          : new Traces(message, words, tail, result, resultBefore);
    }
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /** Whether a user said something once only: nothing went before. */
  public boolean isFirst() {
    return previous == 0;
  }

  /**
   * After one more message, whose JSON stands between the two offsets.
   *
   * @param call hash of the id of the call that it is the result of; 0 for none
   */
  Turn plus(byte[] b, Span message, Role role, boolean hasCalls, long call) {
    long own = hash(b, message.from(), message.to());
    long all = mix(seen, own);
    Traces after = traces.plus(own, role, hasCalls, call);
    if (role == Role.USER) {
      return new Turn(all, opening == 0 ? all : opening, current, all, false, after);
    }
    boolean isCalling = inToolLoop || role == Role.TOOL || hasCalls;
    return new Turn(all, opening, previous, current, isCalling, after);
  }

  /** Two hashes made one; never 0, which stands for none. */
  public static long mix(long one, long other) {
    long mixed = (one ^ Long.rotateLeft(other, 29)) * PRIME;
    long both = mixed ^ (mixed >>> 32);
    return both == 0 ? 1 : both;
  }

  /** Of a text that is no part of a body. */
  public static long hash(String text) {
    long hash = text.length() + 1L;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash, text.charAt(i));
    }
    return hash;
  }

  /** Of bytes of a body; never 0. */
  static long hash(byte[] b, int from, int to) {
    long hash = mix(0, to - from + 1L);
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      hash = mix(hash, (long) LONGS.get(b, i));
    }
    for (; i < to; i++) {
      hash = mix(hash, b[i]);
    }
    return hash;
  }
}
