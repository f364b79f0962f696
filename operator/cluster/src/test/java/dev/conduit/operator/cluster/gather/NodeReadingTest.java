// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Scheduling;
import dev.conduit.operator.core.observed.Taint;
import dev.conduit.testkit.golden.GoldenDirectories;
import dev.conduit.testkit.golden.ScenarioInputs;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Nodes as clouds and vendors label them, each with what the planner is told of it. */
class NodeReadingTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final GpuLabels LABELS = new GpuLabels(GpuCatalogue.bundled());

  @TestFactory
  Stream<DynamicTest> nodes() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden/nodes"))
        .tests(inputs -> Map.of("reading.txt", told(reading(inputs))));
  }

  private static NodeReading reading(ScenarioInputs inputs) throws IOException {
    var node =
        YAML.unmarshal(inputs.required("node.yaml"), io.fabric8.kubernetes.api.model.Node.class);
    Optional<String> given = inputs.optional("pods.yaml");
    List<Pod> pods =
        given.isPresent() ? YAML.unmarshal(given.get(), PodList.class).getItems() : List.of();
    return new NodeReading(new NodeBuilder(node).build(), new PodsOnNode(pods), LABELS);
  }

  private static String told(NodeReading reading) {
    Node node = reading.read();
    StringJoiner text = new StringJoiner("\n");
    text.add("%s zone=%s simulated=%s".formatted(node.name(), node.zone(), node.simulated()));
    if (node.spot()) {
      text.add("spot");
    }
    node.hourlyCost().ifPresent(cost -> text.add("cost " + cost));
    for (Device device : node.devices()) {
      text.add(
          "%s %s total=%s others=%s"
              .formatted(
                  device.id(), device.product(), mib(device.total().value()), others(device)));
    }
    Scheduling scheduling = node.scheduling().orElseThrow();
    for (Taint taint : scheduling.taints()) {
      text.add("taint %s=%s:%s".formatted(taint.key(), taint.value(), taint.effect()));
    }
    scheduling.closed().ifPresent(why -> text.add("closed: " + why));
    reading.problems().forEach(problem -> text.add("problem: " + problem));
    return text.toString();
  }

  private static String others(Device device) {
    return mib(device.usedByOthers().value());
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.0fMi", bytes / 1048576.0);
  }
}
