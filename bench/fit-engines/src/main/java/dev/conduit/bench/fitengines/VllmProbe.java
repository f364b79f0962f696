// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lets vLLM start with every configuration, one after another, and reads what it says. */
final class VllmProbe {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path python;
  private final Path script;
  private final Path work;

  VllmProbe(Path python, Path script, Path work) {
    this.python = python;
    this.script = script;
    this.work = work;
  }

  /** What the engine said of a configuration. */
  sealed interface Said {
    /**
     * @param kvTokens as it prints them
     */
    record Started(String id, long kvTokens) implements Said {}

    /** It cannot start, with its own reason. */
    record Refused(String id, String reason) implements Said {}
  }

  /** Calls back for each line of the file, in its order, as soon as the engine has answered. */
  void run(Path configs, Consumer<Said> each) throws InterruptedException {
    try {
      Files.createDirectories(work);
      Process process =
          new ProcessBuilder(
                  List.of(
                      python.toString(), script.toString(), configs.toString(), work.toString()))
              .redirectError(work.resolve("vllm_probe.log").toFile())
              .start();
      Thread end = new Thread(process::destroy);
      Runtime.getRuntime().addShutdownHook(end);
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          each.accept(said(line));
        }
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s ended with %d; see %s"
                .formatted(script, process.exitValue(), work.resolve("vllm_probe.log")));
      }
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run %s with %s".formatted(script, python), e);
    }
  }

  private static Said said(String line) throws IOException {
    Map<String, Object> answer = JSON.readValue(line, new TypeReference<>() {});
    String id = String.valueOf(answer.get("id"));
    return answer.get("kv_tokens") instanceof Number tokens
        ? new Said.Started(id, tokens.longValue())
        : new Said.Refused(id, String.valueOf(answer.get("reason")));
  }
}
