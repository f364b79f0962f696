// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import dev.conduit.testkit.kubernetes.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The sidecar as shipped, started by the launcher as a process of its own. */
final class SidecarProgram implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("conduit.root")).toAbsolutePath();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;
  private final int port;
  private final int probes;

  private SidecarProgram(Process process, Path log, int port, int probes) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.probes = probes;
  }

  /**
   * @param settings beside the ports
   */
  static SidecarProgram start(Path folder, String name, Map<String, String> settings) {
    try {
      int port = Ports.free();
      int probes = Ports.free();
      Path log = folder.resolve(name + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(ROOT.resolve("bin/launch").toString(), "sidecar")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("CONDUIT_SIDECAR_LISTEN_PORT", Integer.toString(port));
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(probes));
      environment.put("CONDUIT_EXIT_WITH_PARENT", Long.toString(ProcessHandle.current().pid()));
      environment.put("HOSTNAME", name);
      builder.environment().putAll(environment);
      return new SidecarProgram(builder.start(), log, port, probes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the sidecar", e);
    }
  }

  /** As in a cluster: the address, the policy, and the two files of a folder. */
  static Map<String, String> following(String address, Path folder, Path snapshot) {
    return Map.of(
        "CONDUIT_SIDECAR_DISCOVERY_ADDRESS",
        address,
        "CONDUIT_SIDECAR_POLICY",
        Snapshots.POLICY.toString(),
        "CONDUIT_SIDECAR_DISCOVERY_CA",
        folder.resolve("ca.crt").toString(),
        "CONDUIT_SIDECAR_DISCOVERY_TOKEN",
        folder.resolve("token").toString(),
        "CONDUIT_SIDECAR_SNAPSHOT_FILE",
        snapshot.toString());
  }

  /** The answer's body to a question by the app. */
  HttpResponse<String> ask() {
    String body = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    return send(
        HttpRequest.newBuilder(url(port, "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  String ready() {
    return send(HttpRequest.newBuilder(url(probes, "/q/health/ready")).build()).body();
  }

  /** The value of a metric, by the beginning of its line. */
  double metric(String beginning) {
    String all = send(HttpRequest.newBuilder(url(probes, "/q/metrics")).build()).body();
    return all.lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + beginning + " in\n" + all));
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static URI url(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the sidecar did not end:\n" + log());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
