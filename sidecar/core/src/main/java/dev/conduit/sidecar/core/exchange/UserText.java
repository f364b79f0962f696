// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What users wrote in a request, as ranges of the body's bytes; nothing is copied until asked for.
 *
 * <p>Holds prompts: {@code toString} tells only the size.
 */
public final class UserText {
  /** Stands between the pieces of an {@link #excerpt}: the separator of records in ASCII. */
  public static final byte BETWEEN = 0x1E;

  private static final int LONGEST_WORD = 32;

  private final byte[] body;
  private final int[] ranges;

  /** A text that stands by itself, as in a file of examples. */
  public static UserText of(String text) {
    byte[] quoted = JsonText.quote(text).getBytes(StandardCharsets.UTF_8);
    return new UserText(quoted, new int[] {0, quoted.length});
  }

  /**
   * @param body is not copied and must not change
   * @param ranges pairs of from and to of JSON strings with their quotes
   */
  UserText(byte[] body, int[] ranges) {
    this.body = body;
    this.ranges = ranges;
  }

  /** How many pieces there are. */
  public int pieces() {
    return ranges.length / 2;
  }

  /** The decoded text of one piece. */
  public String piece(int index) {
    return JsonText.decode(body, new Span(ranges[2 * index], ranges[2 * index + 1]));
  }

  /**
   * Copies decoded text: the newest piece first, pieces apart by {@link #BETWEEN}. Of a piece that
   * does not fit, three quarters of the room go to its beginning and the rest to its end, and older
   * pieces are left out, so the work is bounded by the room and not by the text.
   *
   * @return how many bytes were written
   */
  public int excerpt(byte[] into) {
    return excerpt(into, into.length);
  }

  /** The same, of at most so many bytes. */
  public int excerpt(byte[] into, int most) {
    int at = 0;
    for (int i = pieces() - 1; i >= 0 && at < most - 1; i--) {
      int from = ranges[2 * i] + 1;
      int to = ranges[2 * i + 1] - 1;
      int room = most - 1 - at;
      if (to - from <= room) {
        at = JsonText.copy(body, new Span(from, to), into, at);
        into[at++] = BETWEEN;
      } else {
        int head = room / 4 * 3;
        at = JsonText.copy(body, new Span(from, from + head), into, at);
        at = JsonText.copy(body, new Span(blankAfter(to - (room - head), to), to), into, at);
        return at;
      }
    }
    return at;
  }

  /** So that a tail does not begin inside an escape or a character. */
  private int blankAfter(int from, int to) {
    for (int i = from; i < Math.min(to, from + LONGEST_WORD); i++) {
      if (body[i] == ' ') {
        return i;
      }
    }
    return from;
  }

  /** How many bytes all pieces have in the body, a line feed between two included. */
  public int bytes() {
    int bytes = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      bytes += ranges[i + 1] - ranges[i] - 1;
    }
    return bytes;
  }

  /** All characters, piece by piece. */
  public CodePoints codePoints() {
    int[] inner = new int[ranges.length];
    for (int i = 0; i < ranges.length; i += 2) {
      inner[i] = ranges[i] + 1;
      inner[i + 1] = ranges[i + 1] - 1;
    }
    return new CodePoints(body, inner);
  }

  /** The beginning of the newest piece, and its end where the beginning does not reach it. */
  public CodePoints newest(int head, int tail) {
    if (ranges.length == 0) {
      return new CodePoints(body, ranges);
    }
    int from = ranges[ranges.length - 2] + 1;
    int to = ranges[ranges.length - 1] - 1;
    if (to - from <= head + tail) {
      return new CodePoints(body, new int[] {from, to});
    }
    int last = blankAfter(to - tail, to);
    return new CodePoints(body, new int[] {from, from + head, last, to});
  }

  @Override
  public String toString() {
    int bytes = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      bytes += ranges[i + 1] - ranges[i] - 2;
    }
    return "UserText[" + pieces() + " pieces, " + bytes + " bytes]";
  }

  /** Collects ranges in order. Used linearly: after {@code plus} only the new value is good. */
  static final class Ranges {
    static final Ranges NONE = new Ranges(new int[0], 0);
    private static final int FIRST_CAPACITY = 8;

    private final int[] values;
    private final int size;

    private Ranges(int[] values, int size) {
      this.values = values;
      this.size = size;
    }

    Ranges plus(int from, int to) {
      int[] room =
          size < values.length ? values : Arrays.copyOf(values, Math.max(FIRST_CAPACITY, 2 * size));
      room[size] = from;
      room[size + 1] = to;
      return new Ranges(room, size + 2);
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
