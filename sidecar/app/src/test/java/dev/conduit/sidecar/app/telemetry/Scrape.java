// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a metrics endpoint said, in Prometheus' text format. */
public record Scrape(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** Reads it; comments are passed over. */
  public static Scrape of(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().filter(one -> !one.startsWith("#")).toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new AssertionError("not a sample: " + line);
      }
      Map<String, String> labels = new TreeMap<>();
      if (matcher.group(2) != null) {
        LABEL.matcher(matcher.group(2)).results().forEach(m -> labels.put(m.group(1), m.group(2)));
      }
      samples.add(
          new Sample(matcher.group(1), Map.copyOf(labels), Double.parseDouble(matcher.group(3))));
    }
    return new Scrape(samples);
  }

  /** Names of samples, with the labels that each has somewhere. */
  public Map<String, Set<String>> labels() {
    Map<String, Set<String>> all = new HashMap<>();
    for (Sample one : samples) {
      all.computeIfAbsent(one.name(), _ -> new TreeSet<>()).addAll(one.labels().keySet());
    }
    return all;
  }

  /** The value of the one sample with that name and at least those labels; NaN for none. */
  public double value(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(s -> s.name().equals(name) && s.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .reduce((a, b) -> a + b)
        .orElse(Double.NaN);
  }
}
