// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.common.ModelPrice;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.Price;
import dev.conduit.contract.Tokens;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.placement.Workload;
import dev.conduit.operator.core.policy.LiveEndpoint;
import dev.conduit.operator.core.policy.ServedBlock;
import dev.conduit.operator.core.policy.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shows planned blocks as policies see them. */
final class ServedBlocks {
  private static final String HEALTH = "/health";

  private ServedBlocks() {}

  /** Empty for a block that was refused and of which nothing runs. */
  static Optional<ServedBlock> of(BlockPlan plan) {
    return switch (plan.admission()) {
      case Admission.Hosted(ExternalEndpoint endpoint, var findings) ->
          Optional.of(hosted(plan, endpoint));
      case Admission.Admitted(Workload workload, var findings) ->
          Optional.of(placed(plan, workload));
      case Admission.Rejected rejected -> leftOver(plan);
    };
  }

  private static ServedBlock hosted(BlockPlan plan, ExternalEndpoint endpoint) {
    LiveEndpoint live =
        new LiveEndpoint(
            plan.ref().name(), endpoint.url(), true, "external", endpoint.servedNames());
    List<ServedModel> models = new ArrayList<>();
    List<Model> given = plan.block().getSpec().models();
    for (int i = 0; i < given.size(); i++) {
      Model model = given.get(i);
      long context = Given.or(model.maxModelLen(), 0);
      models.add(
          new ServedModel(endpoint.servedNames().get(i), false, new Tokens(context), price(model)));
    }
    return new ServedBlock(
        plan.ref(),
        false,
        endpoint.dialect(),
        endpoint.credential(),
        "/v1/models",
        models,
        List.of(live));
  }

  private static ServedBlock placed(BlockPlan plan, Workload workload) {
    Optional<EngineCommand> command = plan.replicas().firstPlace().map(place -> place.command());
    List<String> names =
        command.map(EngineCommand::servedNames).orElse(List.of(workload.servedName()));
    Tokens context = context(plan, workload);
    List<ServedModel> models = new ArrayList<>();
    for (String name : names) {
      boolean adapter = !name.equals(workload.servedName());
      models.add(new ServedModel(name, adapter, context, price(workload.model())));
    }
    return new ServedBlock(
        plan.ref(),
        isSimulated(plan.block().getSpec()),
        Dialect.OPENAI,
        Optional.empty(),
        command.map(c -> c.probes().readiness().path()).orElse(HEALTH),
        models,
        endpoints(plan));
  }

  /** A bad edit does not take down what serves: engines that run go on being endpoints. */
  private static Optional<ServedBlock> leftOver(BlockPlan plan) {
    List<LiveEndpoint> endpoints = endpoints(plan);
    if (endpoints.isEmpty()) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>();
    endpoints.forEach(endpoint -> names.addAll(endpoint.servedNames()));
    List<ServedModel> models =
        names.stream()
            .map(name -> new ServedModel(name, false, Tokens.ZERO, Price.UNKNOWN))
            .toList();
    return Optional.of(
        new ServedBlock(
            plan.ref(),
            isSimulated(plan.block().getSpec()),
            Dialect.OPENAI,
            Optional.empty(),
            HEALTH,
            models,
            endpoints));
  }

  /** Ready are engines of the planned revision, and older ones whose successors are not yet. */
  private static List<LiveEndpoint> endpoints(BlockPlan plan) {
    Set<String> planned =
        plan.replicas().instances().stream().map(EngineInstance::id).collect(Collectors.toSet());
    List<LiveEndpoint> endpoints = new ArrayList<>();
    for (RunningEngine engine : plan.running()) {
      boolean wanted =
          planned.contains(engine.instanceId())
              || plan.replicas().kept().contains(engine.instanceId());
      engine
          .url()
          .ifPresent(
              url ->
                  endpoints.add(
                      new LiveEndpoint(
                          engine.instanceId(),
                          url,
                          wanted && engine.isReady(),
                          engine.revision(),
                          engine.servedNames())));
    }
    return endpoints;
  }

  /** The least over the replicas, for a request may reach any. */
  private static Tokens context(BlockPlan plan, Workload workload) {
    long planned =
        plan.replicas().places().values().stream()
            .flatMap(place -> place.variant().breakdown().stream())
            .mapToLong(split -> split.contextTokens())
            .min()
            .orElse(Given.or(workload.model().maxModelLen(), 0));
    return new Tokens(planned);
  }

  private static boolean isSimulated(InferenceBlockSpec spec) {
    return spec.engine().kind() == dev.conduit.api.v1alpha1.block.EngineKind.SIMULATOR;
  }

  private static Price price(Model model) {
    ModelPrice declared = model.priceOverride();
    return declared == null
        ? Price.UNKNOWN
        : new Price(
            Given.or(declared.inputPerMillion(), 0.0),
            Given.or(declared.outputPerMillion(), 0.0),
            Optional.ofNullable(declared.cachedInputPerMillion()));
  }
}
