// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of an engine process, with real processes and signals. */
final class ServerProcessTest {

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void sigterm_letsARunningStreamEndAndExitsWithZero() throws Exception {
    Process server = start();
    int port = port(server);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          client.send(generation(port, 200), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.body().readNBytes(10)).hasSize(10);
      server.destroy();
      String rest = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).endsWith("data: [DONE]\n\n").contains("\"finish_reason\":\"length\"");
    }
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  @Test
  void sigterm_pastTheTimeout_cutsTheStream() throws Exception {
    Process server = start("--shutdown-timeout", "1");
    int port = port(server);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          client.send(generation(port, 1000), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      stream.body().close();
    }
    assertThat(server.exitValue()).isZero();
  }

  @Test
  void portInUse_isSaidWithTheWayOut() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      Process server = start("--port", Integer.toString(taken.getLocalPort()));
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(4);
      assertThat(server.inputReader().readLine())
          .contains("127.0.0.1:" + taken.getLocalPort())
          .contains("in use")
          .contains("--port");
    }
  }

  @Test
  void parentEnds_andSoDoesTheServer() throws Exception {
    Process parent = new ProcessBuilder("sleep", "600").start();
    started.add(parent);
    Process server = start("--exit-with-parent", Long.toString(parent.pid()));
    assertThat(port(server)).isPositive();
    parent.destroyForcibly();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static HttpRequest generation(int port, int maxTokens) {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"forever\"}],\"max_tokens\":%d,\"stream\":true}"
            .formatted(maxTokens);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(ScriptedServer.class.getName());
    command.addAll(List.of(arguments));
    if (!command.contains("--port")) {
      command.addAll(List.of("--port", "0"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private static int port(Process server) throws IOException {
    BufferedReader out = server.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("listening on")) {
        return Integer.parseInt(line.replaceAll(".*:(\\d+)\\D*$", "$1"));
      }
    }
    throw new IOException("the server ended without listening");
  }
}
