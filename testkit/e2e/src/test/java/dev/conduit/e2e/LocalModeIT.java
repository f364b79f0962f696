// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conduit up} promises about edits and about its end. */
class LocalModeIT {
  private static final Path ROOT = Path.of(System.getProperty("conduit.root")).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void manifests() throws IOException {
    file = folder.resolve("pair.yaml");
    Files.copy(Stack.folder("pair").resolve("pair.yaml"), file);
  }

  @Test
  void edit_whileAStreamRuns_replacesTheEnginesAndDropsNothing() throws Exception {
    try (Stack stack = Stack.up(folder, 2)) {
      List<ProcessHandle> before = stack.engines("simulator");
      CompletableFuture<String> stream = stream(stack, 400);
      edit("maxModelLen: 8192", "maxModelLen: 4096");
      await().atMost(PATIENCE).until(() -> before.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(stream.get(1, TimeUnit.MINUTES)).endsWith("data: [DONE]");
      assertThat(stack.engines("--max-model-len 4096")).hasSize(2);
      assertThat(stack.post("/v1/chat/completions", chat(4, false)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void edit_thatIsWrong_isReportedAndWhatRunsStays() throws Exception {
    try (Stack stack = Stack.up(folder, 2)) {
      List<ProcessHandle> before = stack.engines("simulator");
      edit("maxModelLen: 8192", "maxModelLength: 8192");
      await().atMost(PATIENCE).until(() -> stack.output().contains("the edit is not taken"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(stack.output())
                      .contains("pair.yaml:", "maxModelLength", "maxModelLen"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(conduit("status", "--state-dir", stack.state().toString()).text)
                      .contains("problem:", "maxModelLength"));
      assertThat(before).allMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void kill_ofTheSupervisor_leavesNothingAlive() throws Exception {
    Stack stack = Stack.up(folder, 2);
    List<ProcessHandle> children = stack.handle().descendants().toList();
    assertThat(children).isNotEmpty();
    stack.handle().destroyForcibly();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(conduit("status", "--state-dir", stack.state().toString()).status).isEqualTo(8);
  }

  @Test
  void down_whatIsUp_stopsItAndSaysSo() throws Exception {
    Stack stack = Stack.up(folder, 2);
    List<ProcessHandle> all =
        Stream.concat(Stream.of(stack.handle()), stack.handle().descendants()).toList();
    String state = stack.state().toString();
    assertThat(conduit("status", "--state-dir", state).text)
        .contains("(simulated)", "ready   yes", "sidecar");
    Ran again = conduit("up", "-f", folder.toString(), "--state-dir", state);
    assertThat(again.status).isEqualTo(9);
    assertThat(again.text).contains("already up", Long.toString(stack.handle().pid()));
    Ran down = conduit("down", "--state-dir", state);
    assertThat(down.status).as(down.text).isZero();
    assertThat(down.text).contains("nothing is running any more");
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(conduit("down", "--state-dir", state).status).isEqualTo(8);
  }

  private record Ran(int status, String text) {}

  private static Ran conduit(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(ROOT.resolve("bin/conduit").toString()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), text);
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  /** A stream whose first piece has come; completes with all its lines. */
  private static CompletableFuture<String> stream(Stack stack, int tokens) throws Exception {
    CompletableFuture<Void> began = new CompletableFuture<>();
    CompletableFuture<String> whole =
        CompletableFuture.supplyAsync(() -> read(stack, tokens, began));
    began.get(1, TimeUnit.MINUTES);
    return whole;
  }

  private static String read(Stack stack, int tokens, CompletableFuture<Void> began) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.v1() + "/chat/completions"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(chat(tokens, true)))
            .build();
    StringBuilder text = new StringBuilder();
    try (HttpClient client = HttpClient.newHttpClient();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(),
                    StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        text.append(line).append('\n');
        began.complete(null);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the stream was cut after " + text.length(), e);
    }
    return text.toString().strip();
  }

  private static String chat(int tokens, boolean stream) {
    return """
        {"model":"auto","stream":%s,"max_tokens":%d,"ignore_eos":true,
         "messages":[{"role":"user","content":"Tell me about the sea."}]}"""
        .formatted(stream, tokens);
  }
}
