// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a spec may leave out: the edge at which the wire's nulls turn into empty collections
 * and defaults.
 */
public final class Given {
  private Given() {}

  public static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  public static <K, V> Map<K, V> map(@Nullable Map<K, V> value) {
    return value == null ? Map.of() : value;
  }

  public static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
