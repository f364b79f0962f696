// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.golden;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.model.MigProfiles;
import dev.conduit.operator.core.model.PriceEntries;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Prices;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.testkit.golden.ScenarioInputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scenario: {@code in-*.yaml}, {@code inventory.yaml} and, if it has one, {@code
 * running.yaml}. With {@code prices.yaml} the nodes are those of a cluster, which are paid.
 */
final class ObservedFiles {
  static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private ObservedFiles() {}

  static Observed read(ScenarioInputs inputs) throws IOException {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    List<Sourced<RoutingPolicy>> policies = new ArrayList<>();
    for (Map.Entry<String, String> file : inputs.startingWith("in-").entrySet()) {
      int number = 0;
      for (JsonNode document : documents(file.getValue())) {
        number++;
        String source = file.getKey() + " document " + number;
        if (document.path("kind").asText().equals("RoutingPolicy")) {
          policies.add(new Sourced<>(YAML.treeToValue(document, RoutingPolicy.class), source));
        } else {
          blocks.add(new Sourced<>(YAML.treeToValue(document, InferenceBlock.class), source));
        }
      }
    }
    List<RunningEngine> running =
        inputs.optional("running.yaml").isPresent()
            ? YAML.readValue(inputs.required("running.yaml"), new TypeReference<>() {})
            : List.of();
    Optional<String> prices = inputs.optional("prices.yaml");
    return new Observed(
        blocks,
        policies,
        inventory(
            inputs.required("inventory.yaml"),
            prices.isPresent() ? Provider.KUBERNETES : Provider.LOCAL),
        running,
        Map.of(),
        prices.isPresent() ? prices(prices.get()) : Prices.NONE);
  }

  private static Prices prices(String text) throws IOException {
    return new PriceEntries(GpuCatalogue.bundled())
        .read(YAML.readValue(text, new TypeReference<Map<String, String>>() {}))
        .prices();
  }

  private static List<JsonNode> documents(String text) throws IOException {
    try (var parser = YAML.createParser(text);
        var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser)) {
      return values.readAll();
    }
  }

  private static Inventory inventory(String text, Provider provider) throws IOException {
    List<NodeLine> lines = YAML.readValue(text, new TypeReference<List<NodeLine>>() {});
    return new Inventory(lines.stream().map(NodeLine::node).toList(), provider);
  }

  /** A node in short: so many GPUs of a type, or slices of a profile, and so much main memory. */
  record NodeLine(
      String name,
      @Nullable String zone,
      boolean simulated,
      boolean spot,
      String gpu,
      @Nullable String slice,
      int count,
      double othersGib,
      double cpuGib) {
    Node node() {
      List<Device> devices = new ArrayList<>();
      if (cpuGib > 0) {
        devices.add(new Device("cpu", DeviceKind.CPU, "cpu", Bytes.ofGib(cpuGib), Bytes.ZERO));
      }
      for (int i = 0; i < count; i++) {
        devices.add(
            new Device(
                Integer.toString(i),
                DeviceKind.GPU,
                slice == null ? gpu : new GpuSlice(gpu, slice).toString(),
                total(),
                Bytes.ofGib(othersGib)));
      }
      return new Node(
          name,
          zone == null ? "" : zone,
          simulated,
          devices,
          Optional.empty(),
          Optional.empty(),
          spot);
    }

    private Bytes total() {
      if (slice != null) {
        return MigProfiles.bundled().memory(slice).orElseThrow();
      }
      GpuCatalogue gpus = GpuCatalogue.bundled();
      return gpus.named(gpus.nameOf(gpu)).map(GpuType::total).orElseGet(() -> Bytes.ofGib(80));
    }
  }
}
