// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import java.util.Optional;

/**
 * A part of a GPU that the hardware sets apart (NVIDIA MIG), named as NVIDIA's feature discovery
 * does: {@code NVIDIA-H100-80GB-HBM3-MIG-3g.40gb}.
 *
 * @param gpu that it is a part of, as the name has it
 * @param profile such as {@code 3g.40gb}
 */
public record GpuSlice(String gpu, String profile) {
  private static final String MARK = "-MIG-";

  /** Empty for the name of a whole GPU. */
  public static Optional<GpuSlice> in(String name) {
    int at = name.lastIndexOf(MARK);
    return at < 0
        ? Optional.empty()
        : Optional.of(new GpuSlice(name.substring(0, at), name.substring(at + MARK.length())));
  }

  /** The profile of a slice's type; empty for a whole GPU. */
  public static Optional<String> profileOf(String type) {
    return in(type).map(GpuSlice::profile);
  }

  @Override
  public String toString() {
    return gpu + MARK + profile;
  }
}
