// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.util.Arrays;

/**
 * What users wrote in a request, as ranges of the body's bytes; nothing is copied until asked for.
 *
 * <p>Holds prompts: {@code toString} tells only the size.
 */
public final class UserText {
  private final byte[] body;
  private final int[] ranges;

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
