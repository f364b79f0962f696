// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanSuggestionTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/golden/plan/a-shorter-context-would-fit");
  private static final String MODEL = "spec.models[0].";
  private static final String POLICY =
      """
      ---
      apiVersion: conduit.dev/v1alpha1
      kind: RoutingPolicy
      metadata: {name: apps}
      spec:
        targets: [{block: chat, model: qwen3-8b, tier: light}]
      """;

  @TempDir Path folder;

  @Test
  void quantisedCopy_appliedAsSuggested_leavesThePolicyWhole() throws IOException {
    String block = Files.readString(GOLDEN.resolve("block.yaml"));
    Terminal before = plan(block + POLICY);
    JsonNode suggestions =
        JsonMapper.builder().build().readTree(before.out()).at("/blocks/0/suggestions");
    List<String> copies = new ArrayList<>();
    suggestions.forEach(one -> copies.add(one.asText()));
    copies.removeIf(one -> !one.startsWith(MODEL + "id: "));
    assertThat(copies).hasSize(1);

    String fields = copies.getFirst().replace(MODEL, "").replace(" and ", ", ");
    Terminal after = plan(block.replace("id: Qwen/Qwen3-8B", fields) + POLICY);

    assertThat(after.out()).contains("\"fits\" : true").doesNotContain("MissingModel");
    assertThat(after.out()).contains("Qwen/Qwen3-8B-FP8", "\"servedNames\" : [ \"qwen3-8b\" ]");
  }

  private Terminal plan(String manifests) throws IOException {
    Path file = Files.writeString(folder.resolve("block.yaml"), manifests);
    Path nodes =
        Files.copy(
            GOLDEN.resolve("nodes.yaml"),
            Files.createTempFile(folder, "n", ""),
            StandardCopyOption.REPLACE_EXISTING);
    Terminal terminal = new Terminal(folder);
    int status =
        terminal.run("plan", "-f", file.toString(), "--nodes", nodes.toString(), "-o", "json");
    assertThat(status).isIn(ExitCode.OK.status(), ExitCode.DOES_NOT_FIT.status());
    return terminal;
  }
}
