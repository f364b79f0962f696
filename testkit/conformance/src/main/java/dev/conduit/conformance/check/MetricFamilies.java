// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every recorded metric family of some names is there, with its type and its labels' names.
 *
 * @param selected families to compare, by name
 */
public record MetricFamilies(Predicate<String> selected) implements Check {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=\"");

  @Override
  public List<String> differences(Exchange exchange) {
    String actual = exchange.answer().body();
    Map<String, String> types = types(actual);
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> family : types(exchange.recorded().body()).entrySet()) {
      String name = family.getKey();
      if (!selected.test(name)) {
        continue;
      }
      if (!family.getValue().equals(types.get(name))) {
        differences.add(
            "metric %s: expected %s, was %s"
                .formatted(name, family.getValue(), types.getOrDefault(name, "absent")));
        continue;
      }
      TreeSet<String> missing = labels(exchange.recorded().body(), name);
      missing.removeAll(labels(actual, name));
      if (!missing.isEmpty()) {
        differences.add("metric %s: labels %s missing".formatted(name, missing));
      }
    }
    return differences;
  }

  private static Map<String, String> types(String exposition) {
    Map<String, String> types = new TreeMap<>();
    Matcher matcher = TYPE.matcher(exposition);
    while (matcher.find()) {
      types.put(matcher.group(1), matcher.group(2));
    }
    return types;
  }

  private static TreeSet<String> labels(String exposition, String family) {
    TreeSet<String> names = new TreeSet<>();
    samples(exposition, family)
        .forEach(
            line -> {
              Matcher matcher = LABEL.matcher(line.substring(0, line.lastIndexOf('}') + 1));
              while (matcher.find()) {
                names.add(matcher.group(1));
              }
            });
    return names;
  }

  private static List<String> samples(String exposition, String family) {
    Pattern sample =
        Pattern.compile(Pattern.quote(family) + "(_bucket|_count|_sum|_total)?(\\{.*)? [^ ]+");
    return exposition.lines().filter(line -> sample.matcher(line).matches()).toList();
  }
}
