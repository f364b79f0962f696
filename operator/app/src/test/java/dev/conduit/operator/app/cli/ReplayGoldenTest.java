// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.testkit.golden.GoldenDirectories;
import dev.conduit.testkit.golden.ScenarioInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conduit replay} says of small recordings; without a policy, by the example's. */
final class ReplayGoldenTest {
  private static final Path EXAMPLE = Path.of("../../examples/routing");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> replays() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden/replay"))
        .tests(this::outputs);
  }

  private Map<String, String> outputs(ScenarioInputs inputs) throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), inputs.required("lines.jsonl"));
    List<String> form = inputs.required("form.txt").lines().toList();
    Path policy = folder.resolve("policy.yaml");
    boolean isOwn = inputs.optional("policy.yaml").isPresent();
    if (isOwn) {
      Files.writeString(policy, inputs.required("policy.yaml"));
    }
    List<String> arguments = new ArrayList<>(List.of("replay", "--at", "2026-07-01T10:00:00Z"));
    arguments.addAll(List.of("--policy", (isOwn ? policy : EXAMPLE).toString()));
    arguments.addAll(List.of(form.getFirst(), lines.toString()));
    arguments.addAll(form.subList(1, form.size()));
    Path plot = folder.resolve("plot.svg");
    Map<String, String> files = new TreeMap<>();
    files.put("replay.json", run(arguments, "-o", "json"));
    files.put("replay.txt", run(arguments, "--plot", plot.toString()));
    if (Files.exists(plot)) {
      files.put("plot.svg", Files.readString(plot));
    }
    return files;
  }

  private String run(List<String> arguments, String... more) {
    Terminal terminal = new Terminal(folder);
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    int status = terminal.run(all.toArray(String[]::new));
    boolean forPrograms = more[0].equals("-o");
    String text =
        forPrograms ? terminal.out() : terminal.out() + terminal.err() + "exit code " + status;
    return text.replace(folder.toString() + "/", "");
  }
}
