// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.gather.ClusterGatherer;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.cluster.gather.ProbeResults;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Planner;
import dev.conduit.testkit.golden.GoldenDirectories;
import dev.conduit.testkit.golden.ScenarioInputs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A block and nodes, gathered and planned as the operator does, as the objects that it applies. */
class RenderGoldenTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final JsonMapper OUT =
      JsonMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .build();
  private static final Images IMAGES =
      new Images(Map.of("conduit/engine-embedded", "registry.example/engine-embedded:1.2.3"));

  @TestFactory
  Stream<DynamicTest> objects() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden/render"))
        .tests(RenderGoldenTest::objects);
  }

  private static Map<String, String> objects(ScenarioInputs inputs) throws IOException {
    InferenceBlock block = YAML.unmarshal(inputs.required("block.yaml"), InferenceBlock.class);
    Map<String, String> files = new TreeMap<>();
    files.put("service.yaml", text(BlockAccess.service(block)));
    files.put("budget.yaml", text(BlockAccess.budget(block)));
    if (ModelId.parse(block.getSpec().models().getFirst().id()).isClaim()) {
      files.put(
          "facts-pod.yaml",
          text(FactsPod.of(block, "registry.example/operator:1.2.3", "0123456789", 2, "h100-1")));
    }
    for (EngineInstance instance : planned(block, inputs.required("nodes.yaml"))) {
      files.put(
          "deployment-%s-%d.yaml".formatted(instance.block().name(), instance.replica()),
          text(EngineDeployment.of(instance, block, IMAGES))
              .replace(ObjectName.ofInstance(instance.id(), instance.block()), "INSTANCE")
              .replace(instance.revision(), "REVISION"));
    }
    return files;
  }

  private static List<EngineInstance> planned(InferenceBlock block, String nodes) {
    var view =
        new ClusterView(
            List.of(block),
            List.of(),
            YAML.unmarshal(nodes, NodeList.class).getItems(),
            List.of(),
            List.of(),
            ProbeResults.TRUSTING);
    var gathered = new ClusterGatherer(GpuCatalogue.bundled()).gather(view);
    return new Planner().plan(gathered.observed(), Instant.parse("2026-03-01T12:00:00Z")).desired();
  }

  private static String text(HasMetadata object) throws IOException {
    return OUT.writeValueAsString(YAML.convertValue(object, JsonNode.class));
  }
}
