// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: how it starts, refuses and ends. */
class ProcessTest {
  private static final Pattern LISTENING = Pattern.compile("listening on http://127.0.0.1:(\\d+)");

  @TempDir private Path folder;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void killAll() {
    processes.forEach(Process::destroyForcibly);
  }

  private record Simulator(Process process, Path log) {
    String said() throws IOException {
      return Files.readString(log);
    }

    int exitCode() throws InterruptedException {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("still running").isTrue();
      return process.exitValue();
    }

    void awaitSaying(String text) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> said().contains(text) || !process.isAlive());
    }

    int port() throws IOException {
      awaitSaying("listening on");
      Matcher matcher = LISTENING.matcher(said());
      assertThat(matcher.find()).as(said()).isTrue();
      return Integer.parseInt(matcher.group(1));
    }
  }

  private Simulator start(String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("--model", "sim-8B", "--port", "0", "--sim-load-time", "0"));
    command.addAll(List.of(flags));
    Path log = Files.createTempFile(folder, "simulator", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return new Simulator(process, log);
  }

  @Test
  void start_kvCacheTooSmallForTheContext_exits1InVllmsWords() throws Exception {
    Simulator simulator = start("--sim-gpu", "L4", "--max-model-len", "131072");
    assertThat(simulator.exitCode()).isEqualTo(1);
    assertThat(simulator.said())
        .contains("ValueError: To serve at least one request with the model's max seq len (131072)")
        .contains("the estimated maximum model length is");
  }

  @Test
  void start_secondEngineOnAFullGpu_exits1InVllmsWords() throws Exception {
    String devices = folder.resolve("devices").toString();
    Simulator first = start("--sim-device-dir", devices, "--gpu-memory-utilization", "0.6");
    first.awaitSaying("ready");
    Simulator second = start("--sim-device-dir", devices, "--gpu-memory-utilization", "0.6");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.said())
        .contains("Free memory on device cuda:0 (")
        .contains(" GiB) on startup is less than desired GPU memory utilization (0.6, 47.51 GiB)");

    first.process().destroyForcibly().waitFor();

    Simulator third = start("--sim-device-dir", devices, "--gpu-memory-utilization", "0.6");
    third.awaitSaying("ready");
    assertThat(third.said()).contains("ready");
  }

  @Test
  void start_portInUse_exits4AndSaysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Simulator simulator = start("--port", port);
      assertThat(simulator.exitCode()).isEqualTo(4);
      assertThat(simulator.said())
          .contains(":" + port, "the port is in use; give another with --port");
    }
  }

  @Test
  void start_wrongFlags_exit2AndNameThem() throws Exception {
    assertRefused("'--max-num-sqs'", "--max-num-sqs", "3");
    assertRefused("--sim-gpu Voodoo is unknown: take one of T4,", "--sim-gpu", "Voodoo");
    assertRefused("--sim-faults: unknown field stal", "--sim-faults", "{\"stal\":{}}");
    assertRefused("'soon' is not a duration such as 2s", "--sim-load-time", "soon");
    assertRefused("gpuMemoryUtilization must be in (0,1]", "--gpu-memory-utilization", "1.5");
    assertRefused("--lora-modules needs --enable-lora", "--lora-modules", "a=b");
  }

  private void assertRefused(String message, String... flags) throws Exception {
    Simulator simulator = start(flags);
    assertThat(simulator.exitCode()).as(simulator.said()).isEqualTo(2);
    assertThat(simulator.said()).contains(message);
  }

  @Test
  void sigterm_runningAnswer_isFinishedBeforeTheEnd() throws Exception {
    Simulator simulator = start("--sim-decode-tokens-per-second", "20", "--served-model-name", "m");
    int port = simulator.port();
    simulator.awaitSaying("ready");
    InputStream answer = stream(port);
    String first = new String(answer.readNBytes(100), StandardCharsets.UTF_8);

    simulator.process().destroy();

    assertThat(first + new String(answer.readAllBytes(), StandardCharsets.UTF_8))
        .contains("\"finish_reason\":\"length\"")
        .endsWith("data: [DONE]\n\n");
    assertThat(simulator.exitCode()).isZero();
  }

  @Test
  void parentEnds_theSimulatorEnds() throws Exception {
    Process parent = new ProcessBuilder("sleep", "600").start();
    processes.add(parent);
    Simulator simulator = start("--exit-with-parent", String.valueOf(parent.pid()));
    simulator.awaitSaying("ready");
    assertThat(simulator.process().isAlive()).isTrue();

    parent.destroyForcibly();

    assertThat(simulator.exitCode()).isZero();
  }

  private static InputStream stream(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .POST(
                    BodyPublishers.ofString(
                        RunningSimulator.body(
                            "Hi", "\"stream\":true,\"max_tokens\":30,\"ignore_eos\":true")))
                .build(),
            BodyHandlers.ofInputStream())
        .body();
  }
}
