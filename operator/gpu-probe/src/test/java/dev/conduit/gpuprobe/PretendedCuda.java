// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * libcuda as the driver API describes it: handles are not ordinals, nothing answers before {@code
 * cuInit}, and every call is written down.
 */
final class PretendedCuda {
  private static final int HANDLES_FROM = 40;
  private static final int NOT_INITIALIZED = 3;
  private static final int INVALID_DEVICE = 101;

  /** A device by its name; of integrated ones the memory is the processors'. */
  record Gpu(String name, long bytes, boolean integrated) {}

  final List<String> calls = new ArrayList<>();
  private final Arena arena;
  private final int init;
  private final List<Gpu> gpus;
  private boolean initialized;

  /**
   * @param init what {@code cuInit} answers
   */
  PretendedCuda(Arena arena, int init, Gpu... gpus) {
    this.arena = arena;
    this.init = init;
    this.gpus = List.of(gpus);
  }

  int cuInit(int flags) {
    calls.add("cuInit " + flags);
    initialized = init == 0;
    return init;
  }

  int cuDeviceGetCount(MemorySegment count) {
    Stubs.write(count, gpus.size());
    return initialized ? 0 : NOT_INITIALIZED;
  }

  int cuDeviceGet(MemorySegment device, int ordinal) {
    Stubs.write(device, HANDLES_FROM + ordinal);
    return ordinal < gpus.size() ? 0 : INVALID_DEVICE;
  }

  int cuDeviceGetName(MemorySegment name, int length, int device) {
    Stubs.write(name, length, gpus.get(device - HANDLES_FROM).name());
    return 0;
  }

  int cuDeviceGetAttribute(MemorySegment value, int attribute, int device) {
    calls.add("attribute " + attribute);
    Stubs.write(value, gpus.get(device - HANDLES_FROM).integrated() ? 1 : 0);
    return 0;
  }

  int cuDeviceTotalMem_v2(MemorySegment bytes, int device) {
    long size = gpus.get(device - HANDLES_FROM).bytes();
    Stubs.write(bytes, size);
    return size == 0 ? INVALID_DEVICE : 0;
  }

  int cuGetErrorName(int error, MemorySegment name) {
    String text =
        switch (error) {
          case 100 -> "CUDA_ERROR_NO_DEVICE";
          case INVALID_DEVICE -> "CUDA_ERROR_INVALID_DEVICE";
          case 803 -> "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH";
          default -> "";
        };
    Stubs.write(name, arena.allocateFrom(text));
    return text.isEmpty() ? 1 : 0;
  }
}
