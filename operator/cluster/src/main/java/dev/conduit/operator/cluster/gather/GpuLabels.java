// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.model.MigProfiles;
import dev.conduit.operator.core.observed.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads which GPUs a node has from the labels that clouds and vendors put on it.
 *
 * <p>Source: the labels of NVIDIA GPU feature discovery, GKE, Karpenter on EKS, eksctl, AKS and the
 * AMD GPU operator, as documented in November 2026.
 */
final class GpuLabels {
  private static final List<String> PRODUCT =
      List.of(
          "nvidia.com/gpu.product",
          "cloud.google.com/gke-accelerator",
          "karpenter.k8s.aws/instance-gpu-name",
          "k8s.amazonaws.com/accelerator",
          "amd.com/gpu.product-name",
          "beta.amd.com/gpu.product-name");

  /** Labels that give one GPU's memory in MiB. */
  private static final List<String> MEBIBYTES =
      List.of("nvidia.com/gpu.memory", "karpenter.k8s.aws/instance-gpu-memory");

  /** Labels that give one GPU's memory with a unit, such as {@code 192G}. */
  private static final List<String> WITH_UNIT =
      List.of("amd.com/gpu.vram", "beta.amd.com/gpu.vram");

  private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

  /** AKS names its GPUs only in the machine's type, such as {@code Standard_NC24ads_A100_v4}. */
  private static final Map<String, String> AZURE =
      Map.of(
          "_A100_", "A100-80GB",
          "_H100_", "H100-80GB",
          "_H200_", "H200-141GB",
          "_T4_", "T4",
          "_A10_", "A10",
          "_MI300X_", "MI300X");

  /** AKS sizes that hold a part of an A10, such as {@code Standard_NV6ads_A10_v5}. */
  private static final Pattern AZURE_PART = Pattern.compile("STANDARD_NV(6|12|18)ADS_A10_V5_");

  /** Labels that say how many pods take turns on one GPU; one, or none, takes it alone. */
  private static final List<String> TURNS =
      List.of("nvidia.com/gpu.replicas", "cloud.google.com/gke-max-shared-clients-per-gpu");

  /** Set by NVIDIA behind the product of a GPU that pods take turns on. */
  private static final String SHARED = "-SHARED";

  /** Between a product and the profile of its slice, such as {@code 1g.5gb}. */
  private static final String SLICE = "-MIG-";

  /** The product of a GPU that no label names. */
  static final String UNKNOWN = Device.UNNAMED;

  private static final String GKE_SLICE = "cloud.google.com/gke-gpu-partition-size";

  /** Profiles as the mixed strategy of NVIDIA's device plugin names resources and labels. */
  private static final String MIXED = "nvidia.com/mig-";

  private static final Pattern SEVERAL = Pattern.compile("[0-9]*[2-9]|[1-9][0-9]+");

  private final MigProfiles profiles = MigProfiles.bundled();
  private final GpuCatalogue catalogue;

  GpuLabels(GpuCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The types that it knows. */
  GpuCatalogue catalogue() {
    return catalogue;
  }

  /**
   * One of the node's GPUs.
   *
   * @param product as the catalogue names it, else as the label has it, else {@code unknown}
   * @param total of the catalogue, which is what CUDA reports; else of the label; else zero, so
   *     that nothing is placed on what nobody knows
   */
  record Gpu(String product, Bytes total) {}

  Gpu read(Map<String, String> labels) {
    Optional<String> product = first(labels, PRODUCT);
    Optional<Bytes> memory = memory(labels);
    if (isShared(labels)) {
      // An engine plans with all of a GPU's memory; beside others that hold some, it would not
      // start.
      String name = product.orElse(UNKNOWN);
      return new Gpu(name.endsWith(SHARED) ? name : name + SHARED, Bytes.ZERO);
    }
    Optional<Gpu> slice = slice(labels);
    if (slice.isPresent()) {
      return slice.get();
    }
    for (String name : names(labels)) {
      Optional<GpuType> type = catalogue.named(catalogue.nameOf(name));
      if (type.isPresent()) {
        return new Gpu(type.get().name(), type.get().total());
      }
    }
    return new Gpu(product.orElse(UNKNOWN), memory.orElse(Bytes.ZERO));
  }

  /** Whether pods take turns on it. */
  static boolean isShared(Gpu gpu) {
    return gpu.product().endsWith(SHARED);
  }

  private static boolean isShared(Map<String, String> labels) {
    return first(labels, PRODUCT).filter(name -> name.endsWith(SHARED)).isPresent()
        || first(labels, TURNS).filter(text -> SEVERAL.matcher(text).matches()).isPresent();
  }

  /**
   * A slice by the mixed strategy, where a node has a resource for each profile.
   *
   * @param profile such as {@code 3g.40gb}
   */
  Gpu slice(Map<String, String> labels, String profile) {
    String key = MIXED + profile;
    String product =
        first(labels, List.of(key + ".product"))
            .orElseGet(() -> first(labels, PRODUCT).orElse(UNKNOWN) + SLICE + profile);
    boolean shared =
        product.endsWith(SHARED)
            || SEVERAL.matcher(labels.getOrDefault(key + ".replicas", "")).matches();
    if (shared) {
      return new Gpu(product.endsWith(SHARED) ? product : product + SHARED, Bytes.ZERO);
    }
    return new Gpu(product, memory(profile, mebibytes(labels, List.of(key + ".memory"))));
  }

  /** A slice of a GPU is a device of its own, with its own memory and never the whole type. */
  private Optional<Gpu> slice(Map<String, String> labels) {
    String product = first(labels, PRODUCT).orElse(UNKNOWN);
    return GpuSlice.in(product)
        .map(slice -> new Gpu(product, memory(slice.profile(), memory(labels).stream().toList())))
        .or(
            () ->
                Optional.ofNullable(labels.get(GKE_SLICE))
                    .map(size -> new Gpu(product + SLICE + size, memory(size, List.of()))));
  }

  /**
   * The least that is said of it.
   *
   * @param labelled what the node's labels say; may be empty
   */
  private Bytes memory(String profile, List<Bytes> labelled) {
    return Stream.concat(profiles.memory(profile).stream(), labelled.stream())
        .min(Comparator.naturalOrder())
        .or(() -> MigProfiles.byName(profile))
        .orElse(Bytes.ZERO);
  }

  /** What the GPU may be called, the most telling first. */
  private static List<String> names(Map<String, String> labels) {
    List<String> names = new ArrayList<>();
    first(labels, PRODUCT)
        .ifPresent(
            name -> {
              memory(labels)
                  .ifPresent(size -> names.add("%s-%dGB".formatted(name, Math.round(size.gib()))));
              names.add(name);
            });
    String machine = labels.getOrDefault(INSTANCE_TYPE, "").toUpperCase(Locale.ROOT) + "_";
    AZURE.forEach(
        (part, name) -> {
          if (machine.startsWith("STANDARD_")
              && machine.contains(part)
              && !AZURE_PART.matcher(machine).matches()) {
            names.add(name);
          }
        });
    return names;
  }

  private static Optional<Bytes> memory(Map<String, String> labels) {
    return mebibytes(labels, MEBIBYTES).stream()
        .findFirst()
        .or(
            () ->
                first(labels, WITH_UNIT)
                    .filter(text -> text.matches("[0-9]{1,6}Gi?"))
                    .map(text -> Bytes.ofGib(Double.parseDouble(text.replaceAll("[^0-9]", "")))));
  }

  private static List<Bytes> mebibytes(Map<String, String> labels, List<String> keys) {
    return first(labels, keys)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> List.of(Bytes.ofMib(Double.parseDouble(text))))
        .orElse(List.of());
  }

  private static Optional<String> first(Map<String, String> labels, List<String> keys) {
    return keys.stream()
        .map(key -> labels.getOrDefault(key, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
