// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.GpuMemory.Device;
import dev.conduit.gpuprobe.PretendedCuda.Gpu;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaTest {
  private static final Gpu H100 = new Gpu("NVIDIA H100 80GB HBM3", 85_017_624_576L, false);
  private static final Gpu SLICE =
      new Gpu("NVIDIA A100-SXM4-80GB MIG 1g.10gb", 10_200_547_328L, false);

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void read_severalDevices_saysEachWithItsBytes() {
    PretendedCuda cuda = new PretendedCuda(arena, 0, H100, SLICE, H100);

    assertThat(read(cuda))
        .isEqualTo(
            new Found.Devices(
                List.of(
                    new Device(H100.name(), new Bytes(H100.bytes())),
                    new Device(SLICE.name(), new Bytes(SLICE.bytes())),
                    new Device(H100.name(), new Bytes(H100.bytes()))),
                List.of()));
    assertThat(cuda.calls).startsWith("cuInit 0").contains("attribute 18");
  }

  @Test
  void read_memoryIsTheProcessors_isSaidWithoutSize() {
    assertThat(read(new PretendedCuda(arena, 0, new Gpu("NVIDIA GB10", 130_000_000_000L, true))))
        .isEqualTo(new Found.Devices(List.of(), List.of("NVIDIA GB10")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 | the driver shows no GPU: cuInit answered CUDA_ERROR_NO_DEVICE (100)",
        "803 | the driver refuses: cuInit answered CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803)",
        "7777 | the driver refuses: cuInit answered error 7777",
      })
  void read_driverRefuses_saysItsCode(int code, String why) {
    assertThat(read(new PretendedCuda(arena, code, H100))).isEqualTo(new Found.Nothing(why));
  }

  @Test
  void read_oneDeviceFails_saysWhichCall() {
    assertThat(read(new PretendedCuda(arena, 0, H100, new Gpu("lost", 0, false))))
        .isEqualTo(
            new Found.Nothing(
                "the driver refuses: cuDeviceTotalMem_v2 answered CUDA_ERROR_INVALID_DEVICE (101)"));
  }

  @Test
  void read_noDevices_isNothing() {
    assertThat(read(new PretendedCuda(arena, 0)))
        .isEqualTo(new Found.Nothing("the driver shows no GPU"));
  }

  @Test
  void read_libraryWithoutAFunction_namesIt() {
    Library old = Stubs.of(new PretendedCuda(arena, 0, H100), arena, "cuDeviceTotalMem_v2");

    assertThat(new Cuda(old).read())
        .isEqualTo(new Found.Nothing("the driver's library has no function cuDeviceTotalMem_v2"));
  }

  @Test
  void read_nameLongerThanItsRoom_isCut() {
    assertThat(read(new PretendedCuda(arena, 0, new Gpu("x".repeat(300), 1, false))))
        .isEqualTo(new Found.Devices(List.of(new Device("x".repeat(95), new Bytes(1))), List.of()));
  }

  private Found read(PretendedCuda cuda) {
    return new Cuda(Stubs.of(cuda, arena)).read();
  }
}
