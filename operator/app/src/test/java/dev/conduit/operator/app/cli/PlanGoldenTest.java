// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.testkit.golden.GoldenDirectories;
import dev.conduit.testkit.golden.ScenarioInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conduit plan} prints in each format, for nodes of a file. */
class PlanGoldenTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> plans() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden/plan")).tests(this::outputs);
  }

  private Map<String, String> outputs(ScenarioInputs inputs) throws IOException {
    Path manifest = Files.writeString(folder.resolve("block.yaml"), inputs.required("block.yaml"));
    Path nodes = Files.writeString(folder.resolve("nodes"), inputs.required("nodes.yaml"));
    Map<String, String> files = new TreeMap<>();
    files.put("plan.json", plan(manifest, nodes, "-o", "json"));
    files.put("plan.yaml", plan(manifest, nodes, "-o", "yaml"));
    files.put("plan.txt", plan(manifest, nodes, "--explain"));
    return files;
  }

  @TestFactory
  Stream<DynamicTest> whatIfs() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden/what-if"))
        .tests(this::whatIf);
  }

  private Map<String, String> whatIf(ScenarioInputs inputs) throws IOException {
    Path manifest = Files.writeString(folder.resolve("block.yaml"), inputs.required("block.yaml"));
    Path nodes = Files.writeString(folder.resolve("nodes"), inputs.required("nodes.yaml"));
    String change = inputs.required("what-if").strip();
    Map<String, String> files = new TreeMap<>();
    files.put("plan.json", plan(manifest, nodes, "-o", "json", "--what-if", change));
    files.put("plan.txt", plan(manifest, nodes, "--what-if", change));
    return files;
  }

  private String plan(Path manifest, Path nodes, String... options) {
    Terminal terminal = new Terminal(folder);
    String[] arguments =
        Stream.concat(
                Stream.of("plan", "-f", manifest.toString(), "--nodes", nodes.toString()),
                Stream.of(options))
            .toArray(String[]::new);
    int status = terminal.run(arguments);
    String text = terminal.out() + terminal.err();
    boolean forPrograms = options[0].equals("-o");
    return (forPrograms ? text : text + "exit code " + status).replace(folder.toString() + "/", "");
  }
}
