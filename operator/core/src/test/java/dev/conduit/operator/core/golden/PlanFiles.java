// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.golden;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.plan.CompiledPolicy;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a plan as the files of a scenario. */
final class PlanFiles {
  private static final int PORT = 8000;
  private static final JsonMapper YAML =
      JsonMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_NULL))
          .build();

  private PlanFiles() {}

  static Map<String, String> of(Plan plan) throws JsonProcessingException {
    Map<String, String> files = new TreeMap<>();
    files.put("placements.yaml", YAML.writeValueAsString(placements(plan)));
    files.put("commands.yaml", YAML.writeValueAsString(commands(plan)));
    files.put("findings.yaml", YAML.writeValueAsString(findings(plan)));
    files.put("status.yaml", YAML.writeValueAsString(statuses(plan)));
    for (CompiledPolicy policy : plan.policies()) {
      String name = "snapshot-" + policy.policy().name() + ".json";
      policy
          .snapshot()
          .ifPresent(
              snapshot ->
                  files.put(
                      name,
                      new String(new SnapshotCodec().encode(snapshot), StandardCharsets.UTF_8)));
    }
    return files;
  }

  private static Map<String, Object> placements(Plan plan) {
    Map<String, Object> file = new LinkedHashMap<>();
    List<Object> desired = new ArrayList<>();
    for (EngineInstance instance : plan.desired()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("id", instance.id());
      line.put("block", instance.block().toString());
      line.put("replica", instance.replica());
      line.put("node", instance.node() + (instance.simulated() ? " (simulated)" : ""));
      line.put("devices", String.join(",", instance.deviceIds()));
      line.put("charge", instance.charge().toString());
      line.put("revision", instance.revision());
      desired.add(line);
    }
    file.put("desired", desired);
    file.put("kept", plan.kept());
    file.put(
        "external",
        plan.external().stream()
            .map(e -> e.block() + " at " + e.url() + " serves " + e.servedNames())
            .toList());
    plan.requeueAfter().ifPresent(wait -> file.put("requeueAfter", wait.toString()));
    return file;
  }

  private static Map<String, Object> commands(Plan plan) {
    Map<String, Object> file = new TreeMap<>();
    for (EngineInstance instance : plan.desired()) {
      Map<String, Object> command = new LinkedHashMap<>();
      List<String> words = new ArrayList<>();
      instance.command().program().ifPresent(words::add);
      words.addAll(instance.command().render(PORT));
      command.put("run", String.join(" ", words));
      command.put("env", instance.command().env());
      command.put("secretEnv", instance.command().secretEnv().toString());
      instance.command().image().ifPresent(image -> command.put("image", image));
      command.put("serves", instance.command().servedNames());
      command.put("startup", instance.command().probes().startup().toString());
      file.put(instance.id(), command);
    }
    return file;
  }

  private static List<String> findings(Plan plan) {
    return plan.findings().stream().map(PlanFiles::line).toList();
  }

  private static String line(Finding finding) {
    return finding.severity()
        + " "
        + finding.reason().wireName()
        + " "
        + finding.object()
        + " | "
        + finding.message();
  }

  private static Map<String, Object> statuses(Plan plan) {
    Map<String, Object> file = new TreeMap<>();
    plan.blockStatuses()
        .forEach((ref, status) -> file.put(ref.toString(), YAML.valueToTree(status)));
    plan.policyStatuses()
        .forEach((ref, status) -> file.put(ref.toString(), YAML.valueToTree(status)));
    return file;
  }
}
