// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.check.Subject.Via;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** One of the repository's engines as a process of its own, on a free port. */
final class EngineProcess implements AutoCloseable {
  private static final String MODEL = "tiny";
  private static final int CONTEXT = 1024;

  private final Process process;
  private final Path log;
  private final URI url;

  private EngineProcess(Process process, Path log, URI url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /** Starts a main class from the test's class path and waits until it is healthy. */
  static EngineProcess start(Class<?> main, Duration patience, String... flags) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--served-model-name", MODEL));
    command.addAll(List.of("--max-model-len", Integer.toString(CONTEXT)));
    command.addAll(List.of("--exit-with-parent", Long.toString(ProcessHandle.current().pid())));
    command.addAll(List.of(flags));
    Path log = Files.createTempFile("conformance", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    EngineProcess engine = new EngineProcess(process, log, URI.create("http://127.0.0.1:" + port));
    engine.awaitHealthy(patience);
    return engine;
  }

  /**
   * Every case as a test; one that the engine truthfully does not support aborts with the reason.
   */
  Stream<DynamicTest> cases(Map<String, String> unsupported) throws InterruptedException {
    Subject subject = new Subject(MODEL, CONTEXT, Via.DIRECT);
    return new Suite(url, subject, unsupported)
        .run().stream()
            .map(outcome -> DynamicTest.dynamicTest(outcome.name(), () -> report(outcome)));
  }

  private static void report(Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed _ -> {}
      case Outcome.Failed(_, List<String> differences) ->
          Assertions.fail(String.join("\n", differences));
      case Outcome.Unsupported(_, String reason) -> Assumptions.abort(reason);
      case Outcome.Skipped(_, String reason) -> Assumptions.abort(reason);
    }
  }

  private void awaitHealthy(Duration patience) throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health = HttpRequest.newBuilder(url.resolve("/health")).build();
      Awaitility.await("the engine at " + url)
          .atMost(patience)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () ->
                  !process.isAlive()
                      || http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode()
                          == 200);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("the engine ended at once:\n" + Files.readString(log));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
