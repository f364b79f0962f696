// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.placement.Workload;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.ExternalEndpoint;
import dev.conduit.operator.core.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan for people: what there is, what would run on it, and what that comes to. */
public final class PlanTables {
  private final Observed observed;
  private final Plan plan;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  public PlanTables(Observed observed, Plan plan) {
    this.observed = observed;
    this.plan = plan;
    observed.inventory().nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** Nodes that are alike and in use alike share a line. */
  public List<String> inventory() {
    Map<List<String>, List<String>> alike = new LinkedHashMap<>();
    for (Node node : observed.inventory().nodes()) {
      for (List<String> row : rows(node)) {
        alike.computeIfAbsent(row, unused -> new ArrayList<>()).add(node.name());
      }
    }
    if (alike.isEmpty()) {
      return List.of("there is no node");
    }
    Table table = new Table("NODE", "DEVICES", "MEMORY EACH", "OTHERS USE", "PLANNED");
    alike.forEach(
        (row, names) ->
            table.row(
                Amount.shortened(names.toArray(String[]::new)),
                row.get(0),
                row.get(1),
                row.get(2),
                row.get(3)));
    return table.lines();
  }

  /** Engines that run, shall run or go, and hosted APIs. */
  public List<String> placements() {
    Table table =
        new Table("", "ENGINE", "BLOCK", "MODEL", "NODE", "DEVICES", "MEMORY EACH", "USD/H");
    Set<String> running =
        observed.running().stream().map(RunningEngine::instanceId).collect(Collectors.toSet());
    for (EngineInstance instance : plan.desired()) {
      table.row(
          running.contains(instance.id()) ? "=" : "+",
          instance.id(),
          instance.block().name(),
          String.join(",", instance.command().servedNames())
              + (instance.simulated() ? " (simulated)" : ""),
          instance.node(),
          devices(instance.node(), instance.deviceIds()),
          instance.charge().toString(),
          instance.hourlyCost().map(Amount::dollars).orElse(Amount.NONE)
              + (instance.spot() ? " spot" : ""));
    }
    for (ExternalEndpoint endpoint : plan.external()) {
      String names = String.join(",", endpoint.servedNames());
      String name = endpoint.block().name();
      table.row("", "-", name, names, "external", endpoint.url().toString(), "-", "-");
    }
    Set<String> desired =
        plan.desired().stream().map(EngineInstance::id).collect(Collectors.toSet());
    for (RunningEngine engine : observed.running()) {
      if (!desired.contains(engine.instanceId())) {
        table.row(
            plan.kept().contains(engine.instanceId()) ? "~" : "-",
            engine.instanceId(),
            engine.block().name(),
            String.join(",", engine.servedNames()),
            engine.node(),
            devices(engine.node(), engine.deviceIds()),
            engine.charge().toString(),
            Amount.NONE);
      }
    }
    return table.lines().size() == 1 ? List.of("nothing would run") : table.lines();
  }

  /** What each engine's fullest device is used for; nothing where none could be sized. */
  public List<String> breakdowns() {
    Table table =
        new Table(
            "ENGINE",
            "WEIGHTS",
            "KV CACHE",
            "ACTIVATION",
            "GRAPHS",
            "RUNTIME",
            "UNSURE",
            "IN ALL",
            "KV TOKENS",
            "CONTEXT",
            "WEIGHTS FROM");
    for (EngineInstance engine : plan.desired()) {
      engine
          .breakdown()
          .ifPresent(
              split ->
                  table.row(
                      engine.id(),
                      split.weights().toString(),
                      split.kvCache().toString(),
                      split.activation().toString(),
                      Amount.bytes(split.graphs()),
                      split.runtime().toString(),
                      split.margin().toString(),
                      split.total().toString(),
                      String.valueOf(split.kvTokens()),
                      String.valueOf(split.contextTokens()),
                      split.origin().words()));
    }
    return table.lines().size() == 1 ? List.of() : table.lines();
  }

  /** Blocks of which nothing runs because they ask for nothing. */
  public List<String> idle() {
    return observed.blocks().stream()
        .filter(block -> plan.external().stream().noneMatch(e -> e.block().equals(block.ref())))
        .filter(block -> Workload.replicas(block.resource().getSpec()) == 0)
        .map(
            block ->
                "info: %s: %s asks for 0 replicas, so nothing of it will run"
                    .formatted(block.source(), block.ref()))
        .toList();
  }

  /** In one line. */
  public String summary(boolean refused, boolean misfits) {
    long gpus =
        plan.desired().stream()
            .flatMap(engine -> engine.deviceIds().stream().map(id -> engine.node() + " " + id))
            .distinct()
            .filter(id -> !id.endsWith(" cpu"))
            .count();
    int engines = plan.desired().size();
    String cost =
        PlanCost.ofAll(plan).map(usd -> ", " + Amount.dollars(usd) + " USD per hour").orElse("");
    return "%s: %d %s%s%s"
        .formatted(
            refused ? "refused" : misfits ? "does not fit" : "fits",
            engines,
            engines == 1 ? "engine" : "engines",
            gpus == 0 ? "" : " on %d %s".formatted(gpus, gpus == 1 ? "GPU" : "GPUs"),
            cost);
  }

  private List<List<String>> rows(Node node) {
    List<List<String>> rows = new ArrayList<>();
    boolean gpus = node.devices().stream().anyMatch(d -> d.kind() == DeviceKind.GPU);
    for (String product : node.devices().stream().map(Device::product).distinct().toList()) {
      List<Device> same = node.devices().stream().filter(d -> d.product().equals(product)).toList();
      long planned = same.stream().filter(device -> isPlanned(node, device)).count();
      boolean processors = same.getFirst().kind() == DeviceKind.CPU;
      if (processors && gpus && planned == 0) {
        continue;
      }
      rows.add(
          List.of(
              "%d x %s%s".formatted(same.size(), product, node.simulated() ? " (simulated)" : ""),
              same.getFirst().total().toString(),
              Amount.bytes(same.getFirst().usedByOthers()),
              planned + " of " + same.size()));
    }
    return rows;
  }

  private boolean isPlanned(Node node, Device device) {
    return plan.desired().stream()
        .anyMatch(
            engine ->
                engine.node().equals(node.name()) && engine.deviceIds().contains(device.id()));
  }

  /** Such as {@code H100-80GB 0,1,2,3}. */
  private String devices(String node, List<String> ids) {
    Node there = nodes.get(node);
    String product =
        there == null
            ? ""
            : there.devices().stream()
                .filter(device -> ids.contains(device.id()))
                .map(Device::product)
                .findFirst()
                .orElse("");
    String numbers =
        ids.stream()
            .map(id -> id.substring(id.lastIndexOf('/') + 1))
            .collect(Collectors.joining(","));
    return product.isEmpty() || product.equals(numbers) ? numbers : product + " " + numbers;
  }
}
