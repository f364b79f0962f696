// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An amount of memory in bytes, never negative. Printed in GiB (2^30) or MiB, as engines do. */
public record Bytes(@JsonValue long value) implements Comparable<Bytes> {
  public static final long MIB = 1L << 20;
  public static final long GIB = 1L << 30;
  public static final Bytes ZERO = new Bytes(0);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Bytes {
    if (value < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + value);
    }
  }

  /** The nearest whole number of bytes to {@code gib} × 2^30. */
  public static Bytes ofGib(double gib) {
    return new Bytes(Math.round(gib * GIB));
  }

  public static Bytes ofMib(double mib) {
    return new Bytes(Math.round(mib * MIB));
  }

  public Bytes plus(Bytes other) {
    return new Bytes(Math.addExact(value, other.value));
  }

  /** The difference, zero where {@code other} is larger. */
  public Bytes minusOrZero(Bytes other) {
    return new Bytes(Math.max(0, value - other.value));
  }

  public double gib() {
    return (double) value / GIB;
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value >= GIB / 10
        ? String.format(Locale.ROOT, "%.2f GiB", gib())
        : String.format(Locale.ROOT, "%.1f MiB", (double) value / MIB);
  }
}
