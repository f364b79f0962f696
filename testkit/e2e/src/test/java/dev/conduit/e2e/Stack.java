// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * What {@code conduit up -f FOLDER} runs, from the ready line to the last child's end.
 *
 * <p>One stack may serve several test classes; {@link #shared} starts it once per JVM and stops it
 * at exit.
 */
final class Stack implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("conduit.root")).toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(4);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path state;
  private final int port;

  private Stack(Process process, Path state, int port) {
    this.process = process;
    this.state = state;
    this.port = port;
  }

  /** Starts the folder and waits until every endpoint of every target is ready. */
  static Stack up(Path folder, int endpoints) throws IOException {
    int port = freePort();
    Path state = Files.createTempDirectory("conduit-e2e");
    Process process =
        new ProcessBuilder(
                ROOT.resolve("bin/conduit").toString(),
                "up",
                "-f",
                folder.toString(),
                "--port",
                Integer.toString(port),
                "--state-dir",
                state.toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("up.out").toFile())
            .start();
    Stack stack = new Stack(process, state, port);
    try {
      Awaitility.await("conduit up of " + folder)
          .atMost(START)
          .pollInterval(Duration.ofMillis(200))
          .failFast("conduit up ended early: see " + state, () -> !process.isAlive())
          .until(() -> stack.readyEndpoints() >= endpoints);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw new IllegalStateException("conduit up said:\n" + stack.output(), e);
    }
  }

  /** The folder of resources under {@code src/test/stacks}. */
  static Path folder(String name) {
    return ROOT.resolve("testkit/e2e/src/test/stacks").resolve(name);
  }

  /** The real model and the simulators behind one sidecar, started once for all test classes. */
  static Stack shared() {
    return Shared.STACK;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  String v1() {
    return url() + "/v1";
  }

  /** What the command printed so far. */
  String output() {
    try {
      return Files.readString(state.resolve("up.out"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path state() {
    return state;
  }

  /** Engines of ours that run for this stack, by a word of their command line. */
  List<ProcessHandle> engines(String word) {
    return process
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(word))
        .filter(
            child -> child.info().command().orElse("").toLowerCase(Locale.ROOT).endsWith("java"))
        .toList();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** The snapshot file that the sidecar reads. */
  String snapshot() throws IOException {
    try (var files = Files.walk(state)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().equals("snapshot.json"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no snapshot.json under " + state));
      return Files.readString(file);
    }
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve(path))
            .timeout(Duration.ofMinutes(1))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private long readyEndpoints() {
    try {
      return snapshot().lines().filter(line -> line.contains("\"ready\" : true")).count();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return 0; // not written yet, or a file beside it was taken away while the folder was read
    }
  }

  /** Stops it as Ctrl-C does, and fails if anything it started is alive after. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(process.toHandle()), process.descendants())
            .toList();
    process.destroy();
    Instant deadline = Instant.now().plusSeconds(60);
    for (ProcessHandle one : all) {
      try {
        one.onExit()
            .get(Duration.between(Instant.now(), deadline).toMillis(), TimeUnit.MILLISECONDS);
      } catch (Exception e) {
        all.forEach(ProcessHandle::destroyForcibly);
        throw new IllegalStateException(
            "still alive after conduit up was stopped: " + one.info(), e);
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static final class Shared {
    static final Stack STACK = start();

    private static Stack start() {
      try {
        Stack stack = up(folder("clients"), 4);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        return stack;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
