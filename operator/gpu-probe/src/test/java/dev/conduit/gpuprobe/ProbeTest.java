// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conduit.contract.GpuMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the driver to the annotation: lookups, children and what is said of it. */
class ProbeTest {
  private static final List<String> NO_VIEWS = List.of();

  private final List<String> log = new ArrayList<>();
  private final List<GpuMemory> noted = new ArrayList<>();

  @Test
  void once_wholeAndSlicedGpus_notesAllThatTheViewsShow() throws Exception {
    boolean done =
        once(
            Map.of(
                "GPU-a,GPU-b",
                List.of(
                    "device 85017624576 NVIDIA H100 80GB HBM3",
                    "device 85017624576 NVIDIA H100 80GB HBM3"),
                "MIG-1",
                List.of("device 10200547328 NVIDIA H100 80GB HBM3 MIG 1g.10gb")),
            List.of("view GPU-a,GPU-b", "view MIG-1"));

    assertThat(done).isTrue();
    assertThat(noted)
        .containsExactly(
            memory(
                "v1;2x85017624576=NVIDIA H100 80GB HBM3;1x10200547328=NVIDIA H100 80GB HBM3 MIG 1g.10gb"));
    assertThat(log)
        .singleElement()
        .asString()
        .contains("the node says conduit.dev/gpu-memory: v1;");
  }

  @Test
  void once_oneViewFails_notesTheOthersAndSaysWhich() throws Exception {
    boolean done =
        once(
            Map.of(
                "GPU-a", List.of("device 23622254592 NVIDIA L4"),
                "MIG-1", List.of("nothing the driver refuses: cuInit answered error 999")),
            List.of("view GPU-a", "view MIG-1"));

    assertThat(done).isTrue();
    assertThat(noted).containsExactly(memory("v1;1x23622254592=NVIDIA L4"));
    assertThat(log)
        .first()
        .isEqualTo("the driver refuses: cuInit answered error 999 (looking at MIG-1)");
  }

  @Test
  void once_nothingToRead_takesTheAnnotationAway() throws Exception {
    assertThat(once(Map.of("", List.of("nothing no driver")), NO_VIEWS)).isFalse();
    assertThat(once(Map.of("", List.of()), NO_VIEWS)).isFalse();
    assertThat(once(Map.of("", List.of("shared NVIDIA GB10")), NO_VIEWS)).isFalse();

    assertThat(noted).hasSize(3).containsOnly(GpuMemory.of(List.of()));
    assertThat(log)
        .contains(
            "no driver",
            "the child that asked the driver ended without a word",
            "NVIDIA GB10 shares its memory with the processors: its size is not written");
  }

  @Test
  void once_nodeCannotBeAnnotated_saysWhyAndIsNotDone() throws Exception {
    Probe.Looks looks = (what, _) -> List.of("device 23622254592 NVIDIA L4");

    assertThat(new Probe(looks, _ -> Optional.of("forbidden"), log::add).once()).isFalse();
    assertThat(
            new Probe(
                    looks,
                    _ -> {
                      throw new IOException("no route");
                    },
                    log::add)
                .once())
        .isFalse();

    assertThat(log).containsExactly("forbidden", "not done: java.io.IOException: no route");
  }

  @Test
  void look_librariesOfTheDriver_saysWhatTheParentReads() {
    try (Arena arena = Arena.ofConfined()) {
      Library cuda =
          Stubs.of(
              new PretendedCuda(
                  arena,
                  0,
                  new PretendedCuda.Gpu("NVIDIA L4", 23_622_254_592L, false),
                  new PretendedCuda.Gpu("NVIDIA GB10", 1, true)),
              arena);
      Library nvml =
          Stubs.of(
              new PretendedNvml(arena, 0, new PretendedNvml.Gpu("GPU-a", 0, List.of())), arena);
      Map<String, Library> libraries = Map.of(Cuda.FILE, cuda, Nvml.FILE, nvml);

      List<String> lines = Look.at(Look.DEVICES, file -> Optional.ofNullable(libraries.get(file)));
      assertThat(lines).containsExactly("device 23622254592 NVIDIA L4", "shared NVIDIA GB10");
      assertThat(Look.devices(lines)).isEqualTo(new Cuda(cuda).read());
      assertThat(Look.views(Look.at(Look.VIEWS, file -> Optional.ofNullable(libraries.get(file)))))
          .containsExactly("GPU-a");
    }
  }

  @Test
  void child_machineWithoutDriver_saysSo() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      assumeTrue(Library.named(Cuda.FILE, arena).isEmpty(), "this machine has a driver");
    }

    assertThat(new Child().at(Look.VIEWS, "")).isEmpty();
    assertThat(new Child().at(Look.DEVICES, "MIG-1"))
        .singleElement()
        .asString()
        .startsWith("nothing there is no libcuda.so.1 here");
  }

  private static GpuMemory memory(String text) {
    return GpuMemory.parse(text).orElseThrow();
  }

  private boolean once(Map<String, List<String>> devices, List<String> views)
      throws InterruptedException {
    Probe.Looks looks =
        (what, visible) ->
            what.equals(Look.VIEWS) ? views : devices.getOrDefault(visible, List.of());
    return new Probe(
            looks,
            memory -> {
              noted.add(memory);
              return Optional.empty();
            },
            log::add)
        .once();
  }
}
