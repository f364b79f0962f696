// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.placement.Workload;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a plan into its report. */
final class ReportWriter {
  private final Observed observed;
  private final Plan plan;
  private final Set<String> running;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<ObjectRef, Sourced<?>> sources = new HashMap<>();
  private final Map<ObjectRef, InferenceBlockSpec> specs = new HashMap<>();

  ReportWriter(Observed observed, Plan plan) {
    this.observed = observed;
    this.plan = plan;
    this.running =
        observed.running().stream().map(RunningEngine::instanceId).collect(Collectors.toSet());
    observed.inventory().nodes().forEach(node -> nodes.put(node.name(), node));
    observed.blocks().forEach(block -> sources.putIfAbsent(block.ref(), block));
    observed.policies().forEach(policy -> sources.putIfAbsent(policy.ref(), policy));
    observed.blocks().forEach(block -> specs.putIfAbsent(block.ref(), block.resource().getSpec()));
  }

  PlanReport report(ExitCode exit) {
    List<ReportedBlock> blocks = new ArrayList<>();
    plan.blockStatuses().forEach((ref, status) -> blocks.add(block(ref, status)));
    return new PlanReport(
        PlanReport.SCHEMA,
        exit == ExitCode.OK,
        exit.status(),
        total(),
        observed.inventory().nodes().stream().map(this::node).toList(),
        blocks,
        engines(),
        plan.external().stream()
            .map(
                api ->
                    new ReportedExternal(
                        api.block().namespace(),
                        api.block().name(),
                        api.url().toString(),
                        api.servedNames()))
            .toList(),
        plan.findings().stream().map(this::finding).toList(),
        null);
  }

  private @Nullable Double total() {
    return PlanCost.ofAll(plan).orElse(null);
  }

  private ReportedNode node(Node node) {
    List<ReportedNode.Memory> devices =
        node.devices().stream()
            .map(
                device ->
                    new ReportedNode.Memory(
                        device.id(),
                        device.product(),
                        device.total().value(),
                        device.usedByOthers().value(),
                        planned(node, device)))
            .toList();
    return new ReportedNode(
        node.name(),
        node.zone().isEmpty() ? null : node.zone(),
        node.simulated(),
        node.hourlyCost().orElse(null),
        devices);
  }

  private long planned(Node node, Device device) {
    return plan.desired().stream()
        .filter(engine -> engine.node().equals(node.name()))
        .filter(engine -> engine.deviceIds().contains(device.id()))
        .mapToLong(engine -> engine.charge().value())
        .sum();
  }

  private ReportedBlock block(ObjectRef ref, InferenceBlockStatus status) {
    Optional<Finding> error =
        plan.findings().stream()
            .filter(one -> one.object().equals(ref) && one.severity() == Severity.ERROR)
            .findFirst();
    boolean hosted = plan.external().stream().anyMatch(api -> api.block().equals(ref));
    InferenceBlockSpec spec = specs.get(ref);
    return new ReportedBlock(
        ref.namespace(),
        ref.name(),
        error.isEmpty(),
        hosted || spec == null ? 0 : Workload.replicas(spec),
        (int) plan.desired().stream().filter(engine -> engine.block().equals(ref)).count(),
        status.gpu(),
        PlanCost.of(plan, ref).orElse(null),
        error.map(one -> one.reason().wireName()).orElse(null),
        error.map(ReportWriter::suggestions).orElse(List.of()));
  }

  private List<ReportedEngine> engines() {
    Set<String> desired =
        plan.desired().stream().map(EngineInstance::id).collect(Collectors.toSet());
    return Stream.concat(
            plan.desired().stream().map(this::engine),
            observed.running().stream()
                .filter(engine -> !desired.contains(engine.instanceId()))
                .map(this::leaving))
        .toList();
  }

  private ReportedEngine engine(EngineInstance engine) {
    EngineCommand command = engine.command();
    return new ReportedEngine(
        engine.id(),
        running.contains(engine.id()) ? ReportedEngine.Action.KEEP : ReportedEngine.Action.START,
        engine.block().namespace(),
        engine.block().name(),
        engine.replica(),
        command.servedNames(),
        engine.node(),
        engine.deviceIds(),
        product(engine.node(), engine.deviceIds()),
        engine.simulated(),
        engine.spot(),
        engine.hourlyCost().orElse(null),
        engine.charge().value(),
        engine.breakdown().map(ReportWriter::memory).orElse(null),
        new ReportedEngine.Command(
            command.program().orElse(null),
            command.image().orElse(null),
            command.render(command.defaultPort())));
  }

  private ReportedEngine leaving(RunningEngine engine) {
    return new ReportedEngine(
        engine.instanceId(),
        plan.kept().contains(engine.instanceId())
            ? ReportedEngine.Action.REPLACE
            : ReportedEngine.Action.STOP,
        engine.block().namespace(),
        engine.block().name(),
        engine.replica(),
        engine.servedNames(),
        engine.node(),
        engine.deviceIds(),
        product(engine.node(), engine.deviceIds()),
        Optional.ofNullable(nodes.get(engine.node())).map(Node::simulated).orElse(false),
        null,
        null,
        engine.charge().value(),
        null,
        null);
  }

  private @Nullable String product(String node, List<String> devices) {
    Node there = nodes.get(node);
    return there == null
        ? null
        : there.devices().stream()
            .filter(device -> devices.contains(device.id()))
            .map(Device::product)
            .findFirst()
            .orElse(null);
  }

  private static ReportedEngine.Memory memory(Breakdown split) {
    return new ReportedEngine.Memory(
        split.weights().value(),
        split.kvCache().value(),
        split.activation().value(),
        split.graphs().value(),
        split.runtime().value(),
        split.margin().value(),
        split.total().value(),
        split.kvTokens(),
        split.contextTokens(),
        split.origin().wireName());
  }

  private ReportedFinding finding(Finding finding) {
    Sourced<?> source = sources.get(finding.object());
    return new ReportedFinding(
        finding.severity().name().toLowerCase(Locale.ROOT),
        finding.reason().wireName(),
        finding.object().kind(),
        finding.object().namespace(),
        finding.object().name(),
        source == null || source.source().isEmpty() ? null : source.source(),
        field(finding),
        finding.message(),
        finding instanceof Finding.DoesNotFit misfit ? missing(misfit) : null,
        finding instanceof Finding.DoesNotFit ? suggestions(finding) : null);
  }

  private static @Nullable String field(Finding finding) {
    return switch (finding) {
      case Finding.Refused refused -> refused.field();
      case Finding.NotEnforced unused -> unused.field();
      case Finding.DoesNotFit _, Finding.Noted _ -> null;
    };
  }

  private static List<ReportedFinding.Missing> missing(Finding.DoesNotFit misfit) {
    return misfit.shortfalls().stream()
        .map(
            node ->
                new ReportedFinding.Missing(
                    node.node(),
                    node.gpu(),
                    node.free(),
                    node.needed(),
                    node.shortfall(),
                    node.message()))
        .toList();
  }

  private static List<String> suggestions(Finding finding) {
    return finding instanceof Finding.DoesNotFit misfit
        ? misfit.remedies().stream().map(Remedy::words).toList()
        : List.of();
  }
}
