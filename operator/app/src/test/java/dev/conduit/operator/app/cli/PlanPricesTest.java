// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanPricesTest {
  private static final String NODE =
      """
      - metadata: {name: %s, labels: {nvidia.com/gpu.product: %s, node.kubernetes.io/instance-type: %s}}
        status:
          allocatable: {cpu: "8", memory: 64Gi, nvidia.com/gpu: "1"}
          conditions: [{type: Ready, status: "True"}]
      """;

  @TempDir Path folder;

  private Terminal terminal = new Terminal(Path.of("."));

  @BeforeEach
  void write() throws IOException {
    terminal = new Terminal(folder);
    Files.writeString(
        folder.resolve("block.yaml"),
        """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata: {name: chat}
        spec:
          models: [{id: Qwen/Qwen3-8B, maxModelLen: 8192}]
          engine: {kind: vllm}
          replicas: 1
        """);
    Files.writeString(
        folder.resolve("nodes.txt"),
        "apiVersion: v1\nkind: NodeList\nitems:\n"
            + NODE.formatted("large", "NVIDIA-H100-80GB-HBM3", "p5.4xlarge")
            + NODE.formatted("small", "NVIDIA-L4", "g6.xlarge"));
  }

  @Test
  void plan_withoutPrices_takesTheCheapestOfTheList() {
    assertThat(plan()).isZero();
    assertThat(terminal.out()).contains("small", "0.80");
  }

  @Test
  void plan_pricesOfAFile_goOverTheList() throws IOException {
    assertThat(plan("L4: 9\nH100-80GB: 1.25\n")).isZero();
    assertThat(terminal.out()).contains("1.25");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void plan_pricesOfTheConfigMap_areReadToo() throws IOException {
    assertThat(
            plan(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: conduit-prices}
                data: {instance-type.p5.4xlarge: "0.75"}
                """))
        .isZero();
    assertThat(terminal.out()).contains("0.75");
  }

  @Test
  void plan_oneBadPrice_isSaidAndTheOthersAreUsed() throws IOException {
    assertThat(plan("L4: lots\nH100-80GB: 0.5\n")).isZero();
    assertThat(terminal.err())
        .contains(
            "prices.txt, L4: \"lots\" is no price and is left out; write US dollars per hour");
    assertThat(terminal.out()).contains("0.50");
  }

  @Test
  void plan_noPricesInTheFile_saysWhatToWrite() throws IOException {
    assertThat(plan("- 1\n- 2\n")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("holds no prices; write lines such as H100-80GB: \"6.50\"");
    assertThat(terminal.run("plan", "-f", block(), "--nodes", nodes(), "--prices", "/none"))
        .isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("/none: no such file");
  }

  @Test
  void plan_onePriceTwice_isRefusedWithBothLines() throws IOException {
    assertThat(plan("L4: 9\nH100-80GB: 1\nL4: 0.1\n")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("prices.txt: L4 is given in line 1 and again in line 3");
  }

  @Test
  void plan_pricesOfThisMachine_areRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("prices.txt"), "L4: 9\n");
    assertThat(terminal.run("plan", "-f", block(), "--prices", file.toString()))
        .isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("add --nodes FILE or --cluster, or leave it out");
  }

  @Test
  void plan_pricesThatAreNoText_saysWhere() throws IOException {
    Path file = folder.resolve("prices.txt");
    Files.write(file, new byte[] {'L', '4', ':', ' ', (byte) 0xff});
    assertThat(terminal.run("plan", "-f", block(), "--nodes", nodes(), "--prices", file.toString()))
        .isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("prices.txt: not UTF-8 at byte offset 4 (0xff)");
  }

  private int plan(String prices) throws IOException {
    Path file = Files.writeString(folder.resolve("prices.txt"), prices);
    return terminal.run("plan", "-f", block(), "--nodes", nodes(), "--prices", file.toString());
  }

  private int plan() {
    return terminal.run("plan", "-f", block(), "--nodes", nodes());
  }

  private String block() {
    return folder.resolve("block.yaml").toString();
  }

  private String nodes() {
    return folder.resolve("nodes.txt").toString();
  }
}
