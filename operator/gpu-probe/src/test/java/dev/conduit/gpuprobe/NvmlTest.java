// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.gpuprobe.PretendedNvml.Gpu;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NvmlTest {
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void views_slicedBesideWhole_showsEachSliceAlone() throws Exception {
    PretendedNvml nvml =
        new PretendedNvml(
            arena,
            0,
            new Gpu("GPU-a", -1, List.of()),
            new Gpu("GPU-b", 1, List.of("MIG-1", "", "MIG-2", "")),
            new Gpu("GPU-c", 0, List.of("MIG-not-yet")));

    assertThat(new Nvml(Stubs.of(nvml, arena)).views())
        .containsExactly("GPU-a,GPU-c", "MIG-1", "MIG-2");
    assertThat(nvml.isShutDown).isTrue();
  }

  @Test
  void views_slicedWithoutASlice_areNone() throws Exception {
    PretendedNvml nvml = new PretendedNvml(arena, 0, new Gpu("GPU-a", 1, List.of("", "")));

    assertThat(new Nvml(Stubs.of(nvml, arena)).views()).isEmpty();
  }

  @Test
  void views_driverRefuses_saysItsCode() {
    assertThatThrownBy(() -> new Nvml(Stubs.of(new PretendedNvml(arena, 9), arena)).views())
        .isInstanceOf(Library.CallFailed.class)
        .hasMessage("nvmlInit_v2 answered 9");
  }
}
