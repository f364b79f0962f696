// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of GPU.
 *
 * @param name short, for example {@code H100-80GB}
 * @param memoryBytes as CUDA reports it, which is less than the name says
 * @param bytesPerSecond memory bandwidth of the data sheet
 * @param flopsPerSecond dense 16-bit floating point operations of the data sheet
 */
public record GpuType(String name, long memoryBytes, double bytesPerSecond, double flopsPerSecond) {

  private static final double GIB = 1L << 30;

  /** Memory: measured, reference/vram section 7; rates: data sheets, without sparsity. */
  private static final List<GpuType> KNOWN =
      List.of(
          of("T4", 14.56, 320, 65),
          of("V100-32GB", 31.74, 900, 125),
          of("GB10", 112.80, 273, 125),
          of("RTX-4080", 15.99, 717, 97),
          of("L4", 22.16, 300, 121),
          of("A10", 22.06, 600, 125),
          of("L40S", 44.31, 864, 362),
          of("RTX-3090", 23.57, 936, 71),
          of("RTX-4090", 23.63, 1_008, 165),
          of("RTX-5090", 31.37, 1_792, 210),
          of("A6000", 44.40, 768, 155),
          of("RTX-PRO-6000", 94.97, 1_792, 504),
          of("A100-40GB", 39.39, 1_555, 312),
          of("A100-80GB", 79.15, 2_039, 312),
          of("H20", 93.58, 4_000, 148),
          of("H100-80GB", 79.18, 3_350, 989),
          of("H200", 139.80, 4_800, 989),
          of("B200", 178.35, 8_000, 2_250),
          of("B300", 267.69, 8_000, 2_250),
          of("MI300X", 191.45, 5_300, 1_307));

  public GpuType {
    if (memoryBytes < 1 || bytesPerSecond <= 0 || flopsPerSecond <= 0) {
      throw new IllegalArgumentException("a GPU has memory, bandwidth and speed: " + name);
    }
  }

  /** The names of all known kinds. */
  public static List<String> names() {
    return KNOWN.stream().map(GpuType::name).toList();
  }

  /**
   * The kind that a driver, a node label or a person means: {@code NVIDIA H100 80GB HBM3}, {@code
   * NVIDIA-A100-SXM4-40GB}, {@code l4}. The longest known name in it wins; a name without its
   * memory size ({@code A100}) means the kind with most.
   */
  public static Optional<GpuType> named(String text) {
    String wanted = key(text);
    return KNOWN.stream()
        .filter(type -> matches(wanted, type))
        .max(
            Comparator.<GpuType>comparingInt(type -> family(type).length())
                .thenComparing(type -> wanted.contains(size(type)))
                .thenComparingLong(GpuType::memoryBytes));
  }

  /** This kind with another amount of memory: a slice of it, or a laptop's pretence. */
  public GpuType withMemory(long bytes) {
    return new GpuType(name, bytes, bytesPerSecond, flopsPerSecond);
  }

  private static boolean matches(String wanted, GpuType type) {
    return wanted.contains(family(type));
  }

  /** The name without a memory size at its end. */
  private static String family(GpuType type) {
    return key(type.name.replaceFirst("-\\d+GB$", ""));
  }

  private static String size(GpuType type) {
    return key(type.name).substring(family(type).length());
  }

  private static String key(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  private static GpuType of(String name, double gib, double gigabytes, double teraflops) {
    return new GpuType(name, Math.round(gib * GIB), gigabytes * 1e9, teraflops * 1e12);
  }
}
