// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A count of model tokens, never negative. Zero means "none" or, where documented, "unknown". */
public record Tokens(@JsonValue long value) implements Comparable<Tokens> {
  public static final Tokens ZERO = new Tokens(0);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Tokens {
    if (value < 0) {
      throw new IllegalArgumentException("tokens must not be negative: " + value);
    }
  }

  @Override
  public int compareTo(Tokens other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
