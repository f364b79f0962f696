// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.process.Ports;
import dev.conduit.operator.app.process.ProcessIdentity;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that `up` refuses before it starts anything: the message and the exit code. */
final class UpRefusalsTest {
  private static final String BLOCK =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: InferenceBlock
      metadata:
        name: heavy
      spec:
        models:
          - id: Qwen/Qwen2.5-72B-Instruct
        engine:
          kind: simulator
        compute:
          gpu: [H100-80GB]
      """;
  private static final String POLICY =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: RoutingPolicy
      metadata:
        name: all
      spec:
        targets:
          - block: heavy
            tier: heavy
      """;

  @TempDir Path temporary;
  private Path folder;
  private Terminal terminal;

  @BeforeEach
  void manifests() throws IOException {
    folder = Files.createDirectories(temporary.resolve("manifests"));
    terminal = new Terminal(temporary.resolve("states"));
    write("blocks.yaml", BLOCK);
    write("policy.yaml", POLICY);
  }

  @Test
  void up_missingFolder_saysSo() {
    assertThat(terminal.run("up", "-f", temporary.resolve("none").toString()))
        .isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("none: no such file or folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536", "99999999999", "http"})
  void up_portThatIsNone_saysWhichThereAre(String port) {
    assertThat(terminal.run("up", "-f", folder.toString(), "--port", port))
        .isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("--port", "'" + port + "' is no port", "1 to 65535");
  }

  @Test
  void up_stateFolderThatCannotBeMade_saysSoWithoutATrace() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    String state = file.resolve("state").toString();
    assertThat(terminal.run("up", "-f", folder.toString(), "--state-dir", state))
        .isEqualTo(ExitCode.FAILED.status());
    assertThat(terminal.err())
        .contains("cannot use the state folder", file.toString(), "--state-dir")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8000", "ftp://x", "http://", "http://a b", "x"})
  void chat_urlThatIsNone_saysHowToWriteOne(String url) {
    assertThat(terminal.run("chat", "--url", url, "hi")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("--url", "'" + url + "' is no URL", "http(s)://host");
  }

  @Test
  void plan_externalBlock_showsWhereItIs() throws IOException {
    write(
        "blocks.yaml",
        BLOCK
            .replace(
                "kind: simulator",
                "kind: external\n    external: {vendor: openaiCompatible, baseUrl: 'http://far:81'}")
            .replaceFirst("(?s)  compute:.*", ""));
    assertThat(terminal.run("plan", "-f", folder.toString())).isZero();
    assertThat(terminal.out())
        .containsPattern("heavy +qwen2.5-72b-instruct +external +http://far:81");
  }

  @Test
  void up_timeoutThatCannotBeKept_namesTheField() throws IOException {
    write("policy.yaml", POLICY + "  resilience: {timeouts: {connect: 0s}}\n");
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("spec.resilience.timeouts.connect", "0s", "at most 24h");
  }

  @Test
  void up_yamlError_namesFileLineAndColumn() throws IOException {
    write("blocks.yaml", BLOCK.replace("[H100-80GB]", "[H100-80GB"));
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).containsPattern("blocks\\.yaml:1[0-9]: not valid YAML, column");
  }

  @Test
  void up_unknownField_namesItAndTheNearest() throws IOException {
    write("blocks.yaml", BLOCK.replace("compute:", "compote:"));
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err())
        .contains("blocks.yaml:10", "InferenceBlock heavy", "spec.compote", "compute");
  }

  @Test
  void up_twoBlocksOfOneName_namesBothPlaces() throws IOException {
    write("more.yaml", BLOCK);
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("more.yaml:1", "defined twice", "blocks.yaml:1");
  }

  @Test
  void up_policyThatNamesAMissingBlock_saysWhich() throws IOException {
    write("policy.yaml", POLICY.replace("block: heavy", "block: heavier"));
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("policy.yaml:1", "RoutingPolicy default/all", "heavier");
  }

  @Test
  void up_noPolicyOrTwo_saysThatItTakesOne() throws IOException {
    Files.delete(folder.resolve("policy.yaml"));
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("no RoutingPolicy here");
    write("policy.yaml", POLICY + "---\n" + POLICY.replace("name: all", "name: other"));
    assertThat(up()).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("policy.yaml:1 all", "policy.yaml:10 other");
  }

  @Test
  void up_modelThatCannotFit_saysHowMuchIsMissingAndWhatWouldFit() throws IOException {
    write("blocks.yaml", BLOCK.replace("gpu: [H100-80GB]", "gpu: [L4]\n    count: \"1\""));
    assertThat(up()).isEqualTo(ExitCode.DOES_NOT_FIT.status());
    assertThat(terminal.err())
        .contains("blocks.yaml:1", "InferenceBlock default/heavy", "simulated-l4")
        .containsPattern("needs [0-9.]+ GiB on each .* [0-9.]+ GiB too much")
        .containsOnlyOnce("no single change");
  }

  @Test
  void up_modelThatFitsOnMoreGpus_saysSoOnce() throws IOException {
    write("blocks.yaml", BLOCK.replace("gpu: [H100-80GB]", "gpu: [H100-80GB]\n    count: \"1\""));
    assertThat(up()).isEqualTo(ExitCode.DOES_NOT_FIT.status());
    assertThat(terminal.err()).containsOnlyOnce("would fit: spec.compute.count: \"4\"");
  }

  @Test
  void plan_modelThatFits_showsItsPlaceAndSaysSimulated() {
    assertThat(terminal.run("plan", "-f", folder.toString(), "--commands")).isZero();
    assertThat(terminal.out())
        .contains(
            "simulated-h100-80gb", "8 x H100-80GB (simulated)", "(simulated)", "simulator --");
  }

  @Test
  void plan_modelThatDoesNotFit_exitsWithTwo() throws IOException {
    write("blocks.yaml", BLOCK.replace("gpu: [H100-80GB]", "gpu: [L4]\n    count: \"1\""));
    assertThat(terminal.run("plan", "-f", folder.toString()))
        .isEqualTo(ExitCode.DOES_NOT_FIT.status());
  }

  @Test
  void up_missingEngineBinary_saysHowToGetIt() throws IOException {
    write(
        "blocks.yaml",
        BLOCK
            .replace("Qwen/Qwen2.5-72B-Instruct", "HuggingFaceTB/SmolLM2-135M-Instruct")
            .replace(
                "kind: simulator",
                "kind: custom\n    custom: {command: [no-such-engine, '{{port}}']}")
            .replaceFirst("(?s)  compute:.*", ""));
    assertThat(up()).isEqualTo(ExitCode.MISSING_PROGRAM.status());
    assertThat(terminal.err()).contains("missing engine binary \"no-such-engine\"", "PATH");
  }

  @Test
  void up_portInUse_namesPortAndWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(terminal.run("up", "-f", folder.toString(), "--port", port))
          .isEqualTo(ExitCode.PORT_IN_USE.status());
      assertThat(terminal.err()).contains("port " + port + " is in use", "--port");
    }
  }

  @Test
  void up_alreadyUp_saysWhere() throws Exception {
    StateFolder state = new StateFolder(temporary.resolve("state"));
    try (var claim = (StateFolder.Claim.Granted) state.claim()) {
      assertThat(claim).isNotNull();
      state.write(new Session(ProcessIdentity.self(), folder, URI.create("http://127.0.0.1:8123")));
      assertThat(
              terminal.run("up", "-f", folder.toString(), "--state-dir", state.path().toString()))
          .isEqualTo(ExitCode.ALREADY_UP.status());
    }
    assertThat(terminal.err())
        .contains(
            "already up",
            Long.toString(ProcessHandle.current().pid()),
            "http://127.0.0.1:8123/v1",
            "conduit down");
  }

  @Test
  void validate_badAndGood_saysSo() throws IOException {
    assertThat(terminal.run("validate", "-f", folder.toString())).isZero();
    assertThat(terminal.out()).contains("valid: 1 InferenceBlocks, 1 RoutingPolicies");
    write("blocks.yaml", BLOCK.replace("kind: simulator", "kind: simulater"));
    assertThat(terminal.run("validate", "-f", folder.toString()))
        .isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("blocks.yaml:9", "simulater", "simulator");
  }

  private int up() throws IOException {
    String port = Integer.toString(Ports.free());
    return terminal.run("up", "-f", folder.toString(), "--port", port);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
