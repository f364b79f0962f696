// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.contract.Bytes;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as tables show them. */
final class Amount {
  static final String NONE = "-";

  private static final int NAMED = 2;

  private Amount() {}

  static String dollars(double perHour) {
    return String.format(Locale.ROOT, "%.2f", perHour);
  }

  static String bytes(Bytes bytes) {
    return bytes.value() == 0 ? NONE : bytes.toString();
  }

  /** As many names as a column has room for. */
  static String shortened(String... names) {
    return names.length <= NAMED + 1
        ? String.join(",", names)
        : "%s and %d more"
            .formatted(String.join(",", Arrays.copyOf(names, NAMED)), names.length - NAMED);
  }

  /** A figure of a report by its name. */
  static String figure(String name, @Nullable Object value) {
    return switch (value) {
      case null -> NONE;
      case Boolean yes -> yes ? "yes" : "no";
      case Long bytes when name.endsWith("Bytes") -> new Bytes(bytes).toString();
      case String nodes when name.equals("nodes") -> shortened(nodes.split(",", -1));
      case Double usd -> dollars(usd);
      default -> value.toString();
    };
  }
}
