// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a target within one snapshot: {@code <block>/<served model name>}. Never blank. */
public record TargetId(@JsonValue String value) implements Comparable<TargetId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TargetId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a target id must not be blank");
    }
  }

  public static TargetId of(String block, String model) {
    return new TargetId(block + "/" + model);
  }

  @Override
  public int compareTo(TargetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
