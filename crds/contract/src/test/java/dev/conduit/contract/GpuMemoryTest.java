// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.GpuMemory.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuMemoryTest {
  private static final Bytes H100 = new Bytes(85017624576L);

  @Test
  void toString_devicesAlike_shareAGroup() {
    GpuMemory memory =
        GpuMemory.of(
            List.of(
                new Device("NVIDIA H100 80GB HBM3", H100),
                new Device("NVIDIA A100-SXM4-80GB MIG 1g.10gb", new Bytes(10_200_547_328L)),
                new Device("NVIDIA H100 80GB HBM3", H100)));

    assertThat(memory)
        .hasToString(
            "v1;1x10200547328=NVIDIA A100-SXM4-80GB MIG 1g.10gb;2x85017624576=NVIDIA H100 80GB HBM3");
    assertThat(GpuMemory.parse(memory.toString())).contains(memory);
  }

  @Test
  void toString_nameWithForeignSigns_canStillBeRead() {
    GpuMemory memory =
        GpuMemory.of(List.of(new Device(";x=\n\"é" + "y".repeat(200), H100), new Device("", H100)));

    assertThat(GpuMemory.parse(memory.toString())).contains(memory);
    assertThat(memory.toString()).doesNotContain("\n", "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1",
        "v1;",
        "v2;1x85017624576=NVIDIA H100 80GB HBM3",
        "1x85017624576=NVIDIA H100 80GB HBM3",
        "v1;0x85017624576=A",
        "v1;-1x85017624576=A",
        "v1;1x-85017624576=A",
        "v1;1x0=A",
        "v1;1x1073741823=A",
        "v1;1x2199023255553=A",
        "v1;1x9223372036854775808=A",
        "v1;99999x85017624576=A",
        "v1;1x85017624576=",
        "v1;1x85017624576= A",
        "v1;1x85017624576=A;",
        "v1;1x85017624576=A;oops",
        "v1;1x85017624576=A\nB",
        "v1;1x8.5e10=A",
        "v1;1x\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661=A",
        "v1;1x85017624576=<script>",
        "{\"v1\": 85017624576}"
      })
  void parse_whatHasNotTheForm_isEmpty(String text) {
    assertThat(GpuMemory.parse(text)).isEmpty();
  }

  @Test
  void parse_endless_isEmpty() {
    assertThat(GpuMemory.parse("v1" + ";1x85017624576=A".repeat(33))).isEmpty();
    assertThat(GpuMemory.parse("v1;1x85017624576=" + "A".repeat(5000))).isEmpty();
    assertThat(GpuMemory.parse("v1;".repeat(1_000_000))).isEmpty();
  }
}
