// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

/** A range of a body's bytes: from inclusive, to exclusive, {@code 0 <= from <= to}. */
public record Span(int from, int to) {
  public Span {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range: " + from + ".." + to);
    }
  }

  public int length() {
    return to - from;
  }
}
