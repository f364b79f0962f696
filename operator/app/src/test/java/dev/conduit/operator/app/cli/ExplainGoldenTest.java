// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.testkit.golden.GoldenDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conduit explain} says of requests of many kinds, by the policy of the example. */
final class ExplainGoldenTest {
  private static final Path ROOT = Path.of("../..");
  private static final String NOON = "2026-07-01T10:00:00Z";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> explains() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/explain"))
        .tests(
            inputs -> {
              String request = inputs.required("request.json");
              List<String> arguments =
                  inputs.required("arguments.txt").lines().filter(line -> !line.isBlank()).toList();
              return Map.of(
                  "table.txt", explain(request, arguments, "table"),
                  "explanation.json", explain(request, arguments, "json"));
            });
  }

  private String explain(String request, List<String> arguments, String output) {
    Path file = folder.resolve("request.json");
    try {
      Files.writeString(file, request);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    List<String> all = new ArrayList<>(List.of("explain", "-o", output));
    all.addAll(List.of("-f", ROOT.resolve("examples/routing").toString()));
    all.addAll(List.of("--file", file.toString()));
    all.addAll(arguments);
    if (!arguments.contains("--at")) {
      all.addAll(List.of("--at", NOON));
    }
    Terminal terminal = new Terminal(folder);
    int status = terminal.run(all.toArray(String[]::new));
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    return terminal.out();
  }

  @Test
  void explain_policyWithoutItsBlocks_isExplainedAllTheSame() {
    Terminal terminal = new Terminal(folder);
    int status =
        terminal.run(
            "explain",
            "-f",
            ROOT.resolve("examples/routing/policy.yaml").toString(),
            "--prompt",
            "Prove that 2 + 2 = 4");
    assertThat(terminal.err()).contains("no manifest of the InferenceBlock large");
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out())
        .contains("goes to   large/qwen2.5-72b, tier heavy", "rule \"proofs\" holds");
  }

  @Test
  void explain_policyThatLearns_saysThatThisIsByTheShippedModel() {
    Terminal learning = new Terminal(folder);
    learning.run("explain", "-f", ROOT.resolve("examples/paired").toString(), "--prompt", "Hello");
    assertThat(learning.err()).contains("this is by the shipped model", "POST /conduit/explain");
    Terminal plain = new Terminal(folder);
    plain.run("explain", "-f", ROOT.resolve("examples/routing").toString(), "--prompt", "Hello");
    assertThat(plain.err()).doesNotContain("shipped model");
  }

  @Test
  void explain_policyWithPairs_saysWhoAnswersAlso_andWhenNot() {
    assertThat(paired("Write a Python function that merges two sorted lists"))
        .contains("paired    ", " answers also, in the background, 2 % of such requests")
        .contains("judged by the model judge/qwen2.5-14b");
    assertThat(paired("My card is 4111 1111 1111 1111"))
        .contains("paired    not: it is of a class of data that is not to be paired");
  }

  private String paired(String prompt) {
    Terminal terminal = new Terminal(folder);
    int status =
        terminal.run(
            "explain", "-f", ROOT.resolve("examples/paired").toString(), "--prompt", prompt);
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    return terminal.out();
  }

  @Test
  void explain_withoutARequest_saysHowToGiveOne() {
    Terminal terminal = new Terminal(folder);
    int status = terminal.run("explain", "-f", ROOT.resolve("examples/routing").toString());
    assertThat(status).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("--prompt TEXT");
  }
}
