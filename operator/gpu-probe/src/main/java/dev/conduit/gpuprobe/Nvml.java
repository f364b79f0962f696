// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * NVIDIA's management library, which knows every MIG device; CUDA shows one process a single one,
 * that which {@code CUDA_VISIBLE_DEVICES} names. Only ids come from here: its sizes are those of
 * the board, larger than CUDA's. Source: NVML API reference and MIG user guide.
 *
 * @param library {@code libnvidia-ml.so.1}
 */
record Nvml(Library library) {
  static final String FILE = "libnvidia-ml.so.1";

  /**
   * What a process must be shown, one after the other, to see every device: all whole GPUs at once,
   * and each slice alone. Empty when there is none.
   */
  List<String> views() throws Library.CallFailed {
    library.call("nvmlInit_v2");
    try {
      return initialized();
    } finally {
      library.code("nvmlShutdown");
    }
  }

  private List<String> initialized() throws Library.CallFailed {
    MemorySegment number = library.ofInt();
    library.call("nvmlDeviceGetCount_v2", number);
    int count = number.get(ValueLayout.JAVA_INT, 0);
    List<String> whole = new ArrayList<>();
    List<String> slices = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      MemorySegment handle = library.ofPointer();
      library.call("nvmlDeviceGetHandleByIndex_v2", index, handle);
      MemorySegment device = handle.get(ValueLayout.ADDRESS, 0);
      if (isSliced(device)) {
        slices.addAll(slices(device));
      } else {
        whole.add(library.text("nvmlDeviceGetUUID", device, true));
      }
    }
    List<String> views = new ArrayList<>();
    if (!whole.isEmpty()) {
      views.add(String.join(",", whole));
    }
    views.addAll(slices);
    return views;
  }

  /** A GPU that cannot be sliced refuses the question. */
  private boolean isSliced(MemorySegment device) {
    MemorySegment current = library.ofInt();
    MemorySegment pending = library.ofInt();
    return library.code("nvmlDeviceGetMigMode", device, current, pending) == 0
        && current.get(ValueLayout.JAVA_INT, 0) == 1;
  }

  /** Numbers that no slice has are refused and passed over. */
  private List<String> slices(MemorySegment device) throws Library.CallFailed {
    MemorySegment most = library.ofInt();
    library.call("nvmlDeviceGetMaxMigDeviceCount", device, most);
    List<String> slices = new ArrayList<>();
    for (int index = 0; index < most.get(ValueLayout.JAVA_INT, 0); index++) {
      MemorySegment slice = library.ofPointer();
      if (library.code("nvmlDeviceGetMigDeviceHandleByIndex", device, index, slice) == 0) {
        slices.add(library.text("nvmlDeviceGetUUID", slice.get(ValueLayout.ADDRESS, 0), true));
      }
    }
    return slices;
  }
}
