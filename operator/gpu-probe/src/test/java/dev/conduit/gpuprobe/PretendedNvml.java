// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** libnvidia-ml as its API reference describes it: devices are opaque pointers. */
final class PretendedNvml {
  private static final int NOT_SUPPORTED = 3;
  private static final int NOT_FOUND = 6;

  /**
   * A GPU.
   *
   * @param mode of MIG: 1 is on, 0 is off, negative is not supported
   * @param slices ids by their number; empty ones are not there
   */
  record Gpu(String id, int mode, List<String> slices) {}

  boolean isShutDown;
  private final int init;
  private final List<Gpu> gpus;
  private final List<MemorySegment> handles;
  private final Map<Long, String> slices = new HashMap<>();
  private final Arena arena;

  PretendedNvml(Arena arena, int init, Gpu... gpus) {
    this.arena = arena;
    this.init = init;
    this.gpus = List.of(gpus);
    this.handles = this.gpus.stream().map(_ -> arena.allocate(1)).toList();
  }

  int nvmlInit_v2() {
    return init;
  }

  int nvmlShutdown() {
    isShutDown = true;
    return 0;
  }

  int nvmlDeviceGetCount_v2(MemorySegment count) {
    Stubs.write(count, gpus.size());
    return 0;
  }

  int nvmlDeviceGetHandleByIndex_v2(int index, MemorySegment device) {
    Stubs.write(device, handles.get(index));
    return 0;
  }

  int nvmlDeviceGetMigMode(MemorySegment device, MemorySegment current, MemorySegment pending) {
    int mode = gpu(device).mode();
    Stubs.write(current, mode);
    Stubs.write(pending, 1);
    return mode < 0 ? NOT_SUPPORTED : 0;
  }

  int nvmlDeviceGetMaxMigDeviceCount(MemorySegment device, MemorySegment count) {
    Stubs.write(count, gpu(device).slices().size());
    return 0;
  }

  int nvmlDeviceGetMigDeviceHandleByIndex(MemorySegment device, int index, MemorySegment slice) {
    String id = gpu(device).slices().get(index);
    MemorySegment handle = arena.allocate(1);
    slices.put(handle.address(), id);
    Stubs.write(slice, handle);
    return id.isEmpty() ? NOT_FOUND : 0;
  }

  int nvmlDeviceGetUUID(MemorySegment device, MemorySegment id, int length) {
    String slice = slices.get(device.address());
    Stubs.write(id, length, slice == null ? gpu(device).id() : slice);
    return 0;
  }

  private Gpu gpu(MemorySegment device) {
    return gpus.get(
        handles.stream().map(MemorySegment::address).toList().indexOf(device.address()));
  }
}
