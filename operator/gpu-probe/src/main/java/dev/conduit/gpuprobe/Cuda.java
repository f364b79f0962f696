// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.GpuMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * NVIDIA's driver library. It is asked for names and sizes only, which makes no context, so no
 * memory is taken from a GPU. Source: CUDA driver API, 12 and 13.
 *
 * @param library {@code libcuda.so.1}
 */
record Cuda(Library library) {
  static final String FILE = "libcuda.so.1";

  /** {@code CU_DEVICE_ATTRIBUTE_INTEGRATED}. */
  private static final int INTEGRATED = 18;

  /** {@code CUDA_ERROR_NO_DEVICE}. */
  private static final int NO_DEVICE = 100;

  Found read() {
    try {
      library.call("cuInit", 0);
      MemorySegment number = library.ofInt();
      library.call("cuDeviceGetCount", number);
      int count = number.get(ValueLayout.JAVA_INT, 0);
      List<GpuMemory.Device> devices = new ArrayList<>();
      List<String> shared = new ArrayList<>();
      for (int ordinal = 0; ordinal < count; ordinal++) {
        library.call("cuDeviceGet", number, ordinal);
        int device = number.get(ValueLayout.JAVA_INT, 0);
        String name = library.text("cuDeviceGetName", device, false);
        library.call("cuDeviceGetAttribute", number, INTEGRATED, device);
        if (number.get(ValueLayout.JAVA_INT, 0) != 0) {
          shared.add(name);
          continue;
        }
        MemorySegment size = library.ofSize();
        library.call("cuDeviceTotalMem_v2", size, device);
        devices.add(new GpuMemory.Device(name, new Bytes(size.get(ValueLayout.JAVA_LONG, 0))));
      }
      return count == 0
          ? new Found.Nothing("the driver shows no GPU")
          : new Found.Devices(devices, shared);
    } catch (Library.CallFailed e) {
      return new Found.Nothing(words(e));
    }
  }

  private String words(Library.CallFailed failure) {
    if (failure.code() == Library.MISSING) {
      return "the driver's library has no function " + failure.function();
    }
    MemorySegment name = library.ofPointer();
    String code =
        library.code("cuGetErrorName", failure.code(), name) == 0
            ? "%s (%d)".formatted(Library.textAt(name), failure.code())
            : "error " + failure.code();
    return failure.code() == NO_DEVICE
        ? "the driver shows no GPU: %s answered %s".formatted(failure.function(), code)
        : "the driver refuses: %s answered %s".formatted(failure.function(), code);
  }
}
