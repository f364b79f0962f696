// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Builds a page in Prometheus' text format 1.0.0. */
public final class Exposition {

  public static final String CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8";

  private final StringBuilder page = new StringBuilder(32 << 10);

  /** Opens a family. */
  public Exposition family(String name, String help, Metric.Type type) {
    page.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ");
    page.append(name).append(' ').append(type.name().toLowerCase(Locale.ROOT)).append('\n');
    return this;
  }

  /** One line of the family; {@code labels} without braces, may be empty. */
  public Exposition sample(String name, String labels, double value) {
    page.append(name);
    if (!labels.isEmpty()) {
      page.append('{').append(labels).append('}');
    }
    page.append(' ').append(number(value)).append('\n');
    return this;
  }

  /** The page so far. */
  public String page() {
    return page.toString();
  }

  /** Label pairs sorted by name, values escaped. */
  public static String labels(Map<String, String> labels) {
    StringBuilder out = new StringBuilder();
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              out.append(out.isEmpty() ? "" : ",").append(name).append("=\"");
              out.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
              out.append('"');
            });
    return out.toString();
  }

  /** A number as Python prints a float. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return (long) value + ".0";
    }
    return Double.toString(value).replaceAll("E(\\d)", "e+$1").replace("E-", "e-");
  }
}
