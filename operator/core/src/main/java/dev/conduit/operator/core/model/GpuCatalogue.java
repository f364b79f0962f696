// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.contract.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** GPU types that Conduit knows. Source: {@code gpus.tsv}. */
public final class GpuCatalogue {
  private final List<GpuType> types;

  private GpuCatalogue(List<GpuType> types) {
    this.types = List.copyOf(types);
  }

  /** The one that ships with the program. */
  public static GpuCatalogue bundled() {
    return new GpuCatalogue(
        Resource.read("gpus.tsv").rows().stream()
            .map(
                row ->
                    new GpuType(
                        row[0],
                        Bytes.ofGib(Double.parseDouble(row[1])),
                        List.of(row[2].split(","))))
            .toList());
  }

  /** All of them, in the table's order. */
  public List<GpuType> types() {
    return types;
  }

  /** As users write them, in the table's order. */
  public List<String> names() {
    return types.stream().map(GpuType::name).toList();
  }

  /** By the name that users write. */
  public Optional<GpuType> named(String name) {
    return types.stream().filter(type -> type.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The type's name for what a driver or node label calls it: {@code NVIDIA H100 80GB HBM3} is
   * {@code H100-80GB}. A product that is not known keeps its name, with dashes for blanks; a slice
   * keeps its profile behind its GPU's name.
   */
  public String nameOf(String product) {
    Optional<GpuSlice> slice = GpuSlice.in(product);
    if (slice.isPresent()) {
      return new GpuSlice(nameOf(slice.get().gpu()), slice.get().profile()).toString();
    }
    String key = key(product);
    return named(product)
        .or(
            () ->
                types.stream()
                    .filter(type -> type.driverNames().stream().anyMatch(key::startsWith))
                    .max(Comparator.comparingInt(type -> longestPrefix(type, key))))
        .map(GpuType::name)
        .orElseGet(() -> product.strip().replace(' ', '-'));
  }

  /**
   * The type that a free text names anywhere in it, such as {@code 2x DGX Spark (GB10)}: the
   * longest name that stands there and that no further digit follows.
   */
  public Optional<GpuType> within(String text) {
    String key = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    return types.stream()
        .filter(type -> longestWithin(type, key) > 0)
        .max(Comparator.comparingInt(type -> longestWithin(type, key)));
  }

  private static int longestWithin(GpuType type, String key) {
    return type.driverNames().stream()
        .filter(name -> key.matches(".*" + name + "(?![0-9]).*"))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  /**
   * Whether a wish such as {@code H100-80GB} or {@code H100} means the type. The parts between
   * dashes are compared, so {@code L4} is not {@code L40S}.
   */
  public static boolean matches(String wish, String typeName) {
    int end = wish.length();
    return typeName.regionMatches(true, 0, wish, 0, end)
        && (typeName.length() == end || typeName.charAt(end) == '-');
  }

  private static int longestPrefix(GpuType type, String key) {
    return type.driverNames().stream()
        .filter(key::startsWith)
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  private static String key(String product) {
    return product
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "")
        .replaceFirst("^(NVIDIA|AMD)", "");
  }
}
