// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.gather;

import dev.conduit.contract.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a GPU of a type has, by the size in its name. */
final class GpuMemory {
  private static final Pattern SIZE = Pattern.compile("-([0-9]{1,3})GB$");
  private static final double CUDA_SHARE = 0.99;
  private static final int DEFAULT_GIB = 24;

  private GpuMemory() {}

  static Bytes of(String type) {
    Matcher size = SIZE.matcher(type);
    int gib = size.find() ? Integer.parseInt(size.group(1)) : DEFAULT_GIB;
    return Bytes.ofGib(gib * CUDA_SHARE);
  }
}
