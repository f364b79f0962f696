// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.operator.core.observed.Price;
import dev.conduit.operator.core.observed.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads prices that people state, as keys and values: {@code H100-80GB} for a GPU on demand, {@code
 * H100-80GB.spot} for one on a spot node, {@code instance-type.p5.48xlarge} and {@code
 * instance-type.p5.48xlarge.spot} for whole machines; values in US dollars per hour.
 */
public final class PriceEntries {
  private static final String MACHINE = "instance-type.";
  private static final String SPOT = ".spot";
  private static final Pattern DOLLARS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,9})?");

  private final GpuCatalogue gpus;

  public PriceEntries(GpuCatalogue gpus) {
    this.gpus = gpus;
  }

  /**
   * What was read.
   *
   * @param problems one for each entry that was left out, or that may not mean what was meant, with
   *     its key, its value and what to write instead
   */
  public record Reading(Prices prices, List<String> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** Never fails: an entry that cannot be used is a problem, and the others are used. */
  public Reading read(Map<String, String> entries) {
    Map<String, Price> types = new TreeMap<>();
    Map<String, Price> machines = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Map<String, String> keys = new TreeMap<>();
    new TreeMap<>(entries)
        .forEach(
            (key, value) -> {
              boolean spot = key.endsWith(SPOT);
              String name = spot ? key.substring(0, key.length() - SPOT.length()) : key;
              boolean machine = name.startsWith(MACHINE);
              String type = machine ? name.substring(MACHINE.length()) : gpu(name);
              Optional<String> problem = problem(key, value, type, machine);
              problem.ifPresent(problems::add);
              if (!DOLLARS.matcher(value.strip()).matches() || type.isEmpty()) {
                return;
              }
              String first = keys.putIfAbsent((machine ? MACHINE : "") + type + spot, key);
              if (first != null) {
                problems.add(
                    "%s: names the same as %s and is left out; keep one of them"
                        .formatted(key, first));
                return;
              }
              (machine ? machines : types)
                  .merge(type, price(Double.parseDouble(value.strip()), spot), Price::with);
            });
    return new Reading(new Prices(types, machines), problems);
  }

  private Optional<String> problem(String key, String value, String type, boolean machine) {
    if (!DOLLARS.matcher(value.strip()).matches()) {
      return Optional.of(
          "%s: \"%s\" is no price and is left out; write US dollars per hour, such as \"2.75\""
              .formatted(key, value));
    }
    if (type.isEmpty()) {
      return Optional.of(
          "%s: names nothing and is left out; write a GPU type such as H100-80GB, or %sp5.48xlarge"
              .formatted(key, MACHINE));
    }
    String whole = GpuSlice.in(type).map(GpuSlice::gpu).orElse(type);
    if (!machine && gpus.named(whole).isEmpty()) {
      return Optional.of(
          "%s: \"%s\" is no GPU type that Conduit knows, so it prices only nodes whose label says exactly that; known are %s"
              .formatted(key, type, String.join(", ", gpus.names())));
    }
    return Optional.empty();
  }

  /** As the catalogue writes it: {@code h100-80gb} is {@code H100-80GB}. */
  private String gpu(String name) {
    return name.isBlank() ? "" : gpus.nameOf(name);
  }

  private static Price price(double dollars, boolean spot) {
    return spot
        ? new Price(Optional.empty(), Optional.of(dollars))
        : new Price(Optional.of(dollars), Optional.empty());
  }
}
