// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Sourced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatherTest {
  @TempDir Path folder;

  @Test
  void devices_twoGpus_haveIndexNameAndBytes() throws Exception {
    NvidiaSmi smi =
        smi(
            """
            0, NVIDIA H100 80GB HBM3, 81559, 4, GPU-5f9c2b1e
            1, NVIDIA L4, 23034, [N/A], GPU-77aa
            """,
            0);
    assertThat(smi.devices()).extracting(Device::id).containsExactly("0", "1");
    assertThat(smi.devices().getFirst().product()).isEqualTo("NVIDIA H100 80GB HBM3");
    assertThat(smi.devices().getFirst().total().value()).isEqualTo(81559L << 20);
    assertThat(smi.devices().getFirst().usedByOthers().value()).isEqualTo(4L << 20);
    assertThat(smi.devices().getLast().usedByOthers().value()).isZero();
  }

  @Test
  void devices_noDriverOrNoProgram_areNone() throws Exception {
    assertThat(smi("NVIDIA-SMI has failed", 9).devices()).isEmpty();
    assertThat(new NvidiaSmi(folder.resolve("none").toString()).devices()).isEmpty();
  }

  @Test
  void look_thisMachine_hasProcessorsWithMemory() throws Exception {
    Device cpu = LocalMachine.look().devices().getLast();
    assertThat(cpu.kind()).isEqualTo(DeviceKind.CPU);
    assertThat(cpu.total().gib()).isGreaterThan(0.5);
    assertThat(cpu.usedByOthers()).isLessThan(cpu.total());
  }

  @Test
  void available_meminfo_isInBytes() {
    assertThat(HostMemory.available("MemTotal:  10 kB\nMemAvailable:   8 kB\n")).hasValue(8192);
    assertThat(HostMemory.available("MemTotal:  10 kB\n")).isEmpty();
  }

  @Test
  void beside_simulatorBlocks_getAMachineOfEachTypeTheyAskFor() throws Exception {
    Node real = new Node("local", "", false, List.of());
    List<Node> nodes =
        SimulatedMachines.beside(
                real,
                List.of(
                    block("a", "simulator", "compute: {gpu: [L4]}"),
                    block("b", "simulator", ""),
                    block("c", "vllm", "compute: {gpu: [A100-80GB]}")))
            .nodes();
    assertThat(nodes)
        .extracting(Node::name)
        .containsExactly("local", "simulated-h100-80gb", "simulated-l4");
    assertThat(nodes.get(1).simulated()).isTrue();
    assertThat(nodes.get(1).devices()).hasSize(8);
    assertThat(nodes.get(1).devices().getFirst().total().gib()).isBetween(75.0, 80.0);
  }

  private Sourced<InferenceBlock> block(String name, String kind, String compute)
      throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata: {name: %s}
        spec:
          models: [{id: Qwen/Qwen2.5-7B-Instruct}]
          engine: {kind: %s}
          %s
        """
            .formatted(name, kind, compute));
    return ((Manifests.Loaded.Valid) new ManifestFolder(file).read())
        .manifests()
        .blocks()
        .getFirst();
  }

  private NvidiaSmi smi(String output, int status) throws IOException {
    Path script = folder.resolve("nvidia-smi");
    Files.writeString(
        script, "#!/bin/sh\ncat <<'TEXT'\n" + output + "\nTEXT\nexit " + status + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new NvidiaSmi(script.toString());
  }
}
