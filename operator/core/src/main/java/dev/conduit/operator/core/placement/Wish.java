// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a block says of its compute, with defaults.
 *
 * @param gpuTypes in order of preference; empty means any
 * @param splits allowed, fewest devices first; empty means that none is legal
 * @param packed whether engines may share a GPU
 * @param migProfile of the slices to run on; empty for whole GPUs
 */
public record Wish(
    List<String> gpuTypes, List<Parallelism> splits, boolean packed, Optional<String> migProfile) {
  private static final List<Integer> TENSOR_DEGREES = List.of(1, 2, 4, 8);
  private static final String AUTO = "auto";

  public Wish {
    gpuTypes = List.copyOf(gpuTypes);
    splits = List.copyOf(splits);
  }

  /** For a model whose layers are split by tensors. */
  public static Wish byTensors(@Nullable Compute compute, ServedModel model) {
    return of(
        compute, counted(compute, true).stream().filter(split -> split.isLegalFor(model)).toList());
  }

  /** For an engine that splits a model into stages, as llama.cpp does. */
  public static Wish byLayers(@Nullable Compute compute, ServedModel model) {
    return of(
        compute,
        counted(compute, false).stream()
            .filter(split -> split.pipeline() <= model.layers())
            .toList());
  }

  /** For an engine that we know nothing of. */
  public static Wish opaque(@Nullable Compute compute) {
    List<Parallelism> splits = counted(compute, true);
    return of(compute, compute == null || isAuto(compute) ? splits.subList(0, 1) : splits);
  }

  /** The same with other GPU types. */
  public Wish withTypes(List<String> types) {
    return new Wish(types, splits, packed, migProfile);
  }

  /** The same with other splits. */
  public Wish withSplits(List<Parallelism> others) {
    return new Wish(gpuTypes, others, packed, migProfile);
  }

  /** Place of a type in the order of preference; -1 when it is not wanted. */
  public int preference(String gpuType) {
    if (!GpuSlice.profileOf(gpuType).equals(migProfile)) {
      return -1;
    }
    if (gpuTypes.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < gpuTypes.size(); i++) {
      if (GpuCatalogue.matches(gpuTypes.get(i), gpuType)) {
        return i;
      }
    }
    return -1;
  }

  private static Wish of(@Nullable Compute compute, List<Parallelism> splits) {
    List<String> types = compute == null ? List.of() : Given.list(compute.gpu());
    boolean any = types.equals(List.of(AUTO));
    boolean packed = compute != null && compute.sharing() == Sharing.PACKED;
    Optional<String> profile =
        compute != null && compute.sharing() == Sharing.MIG
            ? Optional.ofNullable(compute.migProfile())
            : Optional.empty();
    // Slices do not talk to each other, so an engine has one.
    List<Parallelism> possible =
        profile.isEmpty() ? splits : splits.stream().filter(split -> split.devices() == 1).toList();
    return new Wish(any ? List.of() : types, possible, packed, profile);
  }

  private static List<Parallelism> counted(@Nullable Compute compute, boolean tensors) {
    int pipeline = compute == null ? 1 : Given.or(compute.pipelineParallel(), 1);
    if (compute != null && compute.tensorParallel() != null) {
      int tensor = compute.tensorParallel();
      return List.of(tensors ? new Parallelism(tensor, pipeline) : new Parallelism(1, tensor));
    }
    if (compute != null && !isAuto(compute)) {
      int count = Integer.parseInt(Given.or(compute.count(), "1"));
      if (!tensors) {
        return List.of(new Parallelism(1, count));
      }
      return count % pipeline == 0
          ? List.of(new Parallelism(count / pipeline, pipeline))
          : List.of();
    }
    List<Parallelism> splits = new ArrayList<>();
    for (int degree : TENSOR_DEGREES) {
      splits.add(
          tensors ? new Parallelism(degree, pipeline) : new Parallelism(1, degree * pipeline));
    }
    return splits;
  }

  private static boolean isAuto(Compute compute) {
    return Given.or(compute.count(), AUTO).equals(AUTO) && compute.tensorParallel() == null;
  }
}
