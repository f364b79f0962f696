// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} lets through, {@code plan} does not refuse. */
final class ValidateVerbTest {
  private static final String BLOCK =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: InferenceBlock
      metadata: {name: chat}
      spec:
        models: [{id: Qwen/Qwen3-8B, maxModelLen: 8192}]
        engine: {kind: vllm}
        compute: {gpu: [H100-80GB]}
      """;
  private static final String POLICY =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: RoutingPolicy
      metadata: {name: all}
      spec:
        targets: [{block: chat, tier: light}]
      """;

  @TempDir Path folder;

  @Test
  void validate_contextLongerThanTheModel_isRefusedAsByThePlan() throws IOException {
    assertThat(validate(BLOCK.replace("8192", "9000000")))
        .contains("manifest.yaml:1", "spec.models[0].maxModelLen: 9000000 is more than");
  }

  @Test
  void validate_splitThatNoHeadsAllow_isRefusedAsByThePlan() throws IOException {
    assertThat(validate(BLOCK.replace("gpu: [H100-80GB]", "tensorParallel: 3")))
        .contains("cannot be split as asked");
  }

  @Test
  void validate_argumentAgainstThePlan_isRefusedAsByThePlan() throws IOException {
    assertThat(
            validate(BLOCK.replace("kind: vllm", "kind: vllm, args: [\"--max-model-len=4096\"]")))
        .contains("spec.engine.args[0]");
  }

  @Test
  void validate_gpusThatAreNotHere_isForPlanToSay() throws IOException {
    assertThat(validate(BLOCK)).isEqualTo("valid: 1 InferenceBlocks, 0 RoutingPolicies\n");
  }

  @Test
  void validate_policyOfBlocksElsewhere_isValid() throws IOException {
    assertThat(validate(POLICY)).isEqualTo("valid: 0 InferenceBlocks, 1 RoutingPolicies\n");
  }

  @Test
  void validate_policyOfBlocksElsewhere_saysWhatItDidNotCheck() throws IOException {
    Files.writeString(folder.resolve("manifest.yaml"), POLICY);
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("validate", "-f", folder.toString())).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out())
        .contains("not checked: ", "manifest.yaml:1", "RoutingPolicy default/all", "chat");
  }

  @Test
  void validate_policyOfBlocksElsewhere_isCheckedForTheRest() throws IOException {
    Files.writeString(
        folder.resolve("manifest.yaml"),
        POLICY
            + """
              rules:
                - name: other
                  match: {models: [x]}
                  route: {target: nowhere/x}
            """);
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("validate", "-f", folder.toString()))
        .isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("nowhere/x");
  }

  /** What it prints; the exit code goes with it. */
  private String validate(String manifest) throws IOException {
    Files.writeString(folder.resolve("manifest.yaml"), manifest);
    Terminal terminal = new Terminal(folder);
    int status = terminal.run("validate", "-f", folder.toString());
    boolean valid = terminal.err().isEmpty();
    assertThat(status).isEqualTo((valid ? ExitCode.OK : ExitCode.INVALID).status());
    int planned = terminal.run("plan", "-f", folder.toString());
    if (!valid) {
      assertThat(planned).isEqualTo(ExitCode.INVALID.status());
      return terminal.err();
    }
    return terminal.out().lines().findFirst().orElse("") + "\n";
  }
}
