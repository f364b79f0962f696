// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.api.v1alpha1.policy.RoutingPolicyStatus;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.PriceTable;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Prices;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.placement.Hardware;
import dev.conduit.operator.core.placement.KnownSizes;
import dev.conduit.operator.core.placement.Ledger;
import dev.conduit.operator.core.placement.Placement;
import dev.conduit.operator.core.policy.Compilation;
import dev.conduit.operator.core.policy.PolicyCompiler;
import dev.conduit.operator.core.policy.ServedBlock;
import dev.conduit.operator.core.status.BlockFacts;
import dev.conduit.operator.core.status.BlockStatus;
import dev.conduit.operator.core.status.PolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes the plan.
 *
 * <p>Pure: equal input gives an equal plan, in whatever order lists come, and planning on the
 * planned state changes nothing. What it keeps is estimates, which change no answer; many threads
 * may use one. A block that cannot be served does not hurt the others. Order: everything that runs
 * is charged first; then blocks that need most memory for a replica first, alike ones by namespace
 * and name; within a block, replicas that may stay before those that need a place. Cost: see {@link
 * Placement}, for each replica.
 */
public final class Planner {
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Comparator<Finding> FINDING_ORDER =
      Comparator.comparing(Finding::object)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::reason)
          .thenComparing(Finding::message);

  private final ModelKnowledge knowledge;
  private final GpuCatalogue gpus;
  private final Prices prices = PriceTable.bundled();
  private final KnownSizes sizes = new KnownSizes();

  /** With the catalogues that ship with the program. */
  public Planner() {
    this(new ModelKnowledge(ModelCatalogue.bundled()), GpuCatalogue.bundled());
  }

  public Planner(ModelKnowledge knowledge, GpuCatalogue gpus) {
    this.knowledge = knowledge;
    this.gpus = gpus;
  }

  /** Never fails: what cannot be planned is a finding. */
  public Plan plan(Observed observed, Instant now) {
    Duplicates<InferenceBlock> blocks = Duplicates.in(observed.blocks());
    Duplicates<RoutingPolicy> policies = Duplicates.in(observed.policies());
    Hardware hardware =
        Hardware.of(observed.inventory(), gpus, prices.with(observed.prices()), sizes);
    ModelKnowledge known = knowledge.reading(observed.models());
    Admissions admissions = new Admissions(known, observed.inventory().provider());
    Attempt attempt = attempt(observed, blocks, hardware, admissions, _ -> false).orElseThrow();
    List<BlockPlan> plans =
        new Diagnosed(
                known,
                observed,
                hardware,
                (world, there, spoils) ->
                    attempt(world, Duplicates.in(world.blocks()), there, admissions, spoils))
            .of(attempt);
    List<Finding> findings = new ArrayList<>();
    plans.forEach(plan -> findings.addAll(plan.findings()));
    findings.addAll(policies.findings());

    Map<ObjectRef, Compilation> compilations = compile(plans, policies.unique());
    compilations.values().forEach(compilation -> findings.addAll(compilation.findings()));
    findings.sort(FINDING_ORDER);
    return new Plan(
        plans.stream()
            .flatMap(plan -> plan.replicas().instances().stream())
            .sorted(Comparator.comparing(EngineInstance::block).thenComparing(EngineInstance::id))
            .toList(),
        plans.stream().flatMap(plan -> plan.replicas().kept().stream()).sorted().toList(),
        plans.stream().flatMap(Planner::external).toList(),
        compilations.entrySet().stream()
            .map(entry -> new CompiledPolicy(entry.getKey(), entry.getValue().snapshot()))
            .toList(),
        blockStatuses(plans, observed, now),
        policyStatuses(policies.unique(), compilations, observed, now),
        findings,
        plans.stream().anyMatch(plan -> plan.replicas().waiting())
            ? Optional.of(WAIT)
            : Optional.empty());
  }

  private static Optional<Attempt> attempt(
      Observed observed,
      Duplicates<InferenceBlock> blocks,
      Hardware hardware,
      Admissions known,
      Predicate<ReplicaPlanner> spoils) {
    Map<ObjectRef, Admission> admissions = new TreeMap<>();
    Map<ObjectRef, InferenceBlock> resources = new TreeMap<>(blocks.unique());
    blocks.unique().forEach((ref, block) -> admissions.put(ref, known.of(ref, block)));
    for (Finding twice : blocks.findings()) {
      admissions.put(twice.object(), new Admission.Rejected(List.of(twice)));
      resources.put(twice.object(), firstNamed(observed.blocks(), twice.object()));
    }
    Set<ObjectRef> packed = packed(resources);
    Ledger ledger =
        Ledger.of(hardware, observed.running(), engine -> packed.contains(engine.block()));
    Set<String> leaving = leaving(observed.running(), admissions);
    Map<ObjectRef, List<RunningEngine>> running =
        observed.running().stream()
            .sorted(Comparator.comparing(RunningEngine::instanceId))
            .collect(Collectors.groupingBy(RunningEngine::block));
    Map<ObjectRef, ReplicaPlanner> placing = new TreeMap<>();
    admissions.forEach(
        (ref, admission) -> {
          if (admission instanceof Admission.Admitted(var workload, var findings)) {
            List<RunningEngine> mine = running.getOrDefault(ref, List.of());
            placing.put(ref, new ReplicaPlanner(ref, workload, mine, ledger, leaving, hardware));
          }
        });
    Map<ObjectRef, Replicas> placed = new HashMap<>();
    if (!placed(placing, spoils, placed)) {
      return Optional.empty();
    }
    List<BlockPlan> plans = new ArrayList<>();
    admissions.forEach(
        (ref, admission) -> {
          List<RunningEngine> mine = running.getOrDefault(ref, List.of());
          Replicas replicas =
              switch (admission) {
                case Admission.Admitted admitted -> Objects.requireNonNull(placed.get(ref));
                case Admission.Hosted hosted -> Replicas.none();
                case Admission.Rejected rejected -> Replicas.untouched(mine);
              };
          InferenceBlock block = Objects.requireNonNull(resources.get(ref));
          plans.add(new BlockPlan(ref, block, admission, replicas, mine));
        });
    return Optional.of(new Attempt(plans, placing));
  }

  /**
   * The largest first: small replicas fit into what large ones leave, and not the other way round.
   * False as soon as one of them spoils it.
   *
   * @param placed what became of each is added to it
   */
  private static boolean placed(
      Map<ObjectRef, ReplicaPlanner> placing,
      Predicate<ReplicaPlanner> spoils,
      Map<ObjectRef, Replicas> placed) {
    // Sorted by name as they come, and sorting leaves alike ones in order.
    List<ReplicaPlanner> largestFirst = new ArrayList<>(placing.values());
    largestFirst.sort(Comparator.comparingLong(ReplicaPlanner::demand).reversed());
    for (ReplicaPlanner block : largestFirst) {
      placed.put(block.block(), block.plan());
      if (spoils.test(block)) {
        return false;
      }
    }
    return true;
  }

  /** Of several with one name, the one whose source sorts first stands for all. */
  private static InferenceBlock firstNamed(List<Sourced<InferenceBlock>> blocks, ObjectRef ref) {
    return blocks.stream()
        .filter(block -> block.ref().equals(ref))
        .min(Comparator.comparing(Sourced::source))
        .orElseThrow()
        .resource();
  }

  private static Set<ObjectRef> packed(Map<ObjectRef, InferenceBlock> blocks) {
    return blocks.entrySet().stream()
        .filter(
            entry -> {
              var compute = entry.getValue().getSpec().compute();
              return compute != null && compute.sharing() == Sharing.PACKED;
            })
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * Engines that go whatever this plan says: told to stop, or no longer of any block's replicas.
   */
  private static Set<String> leaving(
      List<RunningEngine> running, Map<ObjectRef, Admission> admissions) {
    Set<String> leaving = new HashSet<>();
    for (RunningEngine engine : running) {
      Admission admission = admissions.get(engine.block());
      boolean surplus =
          admission instanceof Admission.Admitted admitted
              && engine.replica() >= admitted.workload().replicas();
      if (admission == null || surplus || !engine.isWanted()) {
        leaving.add(engine.instanceId());
      }
    }
    return leaving;
  }

  private static Map<ObjectRef, Compilation> compile(
      List<BlockPlan> plans, Map<ObjectRef, RoutingPolicy> policies) {
    if (policies.isEmpty()) {
      return Map.of();
    }
    Map<ObjectRef, ServedBlock> served = new TreeMap<>();
    plans.forEach(plan -> ServedBlocks.of(plan).ifPresent(block -> served.put(plan.ref(), block)));
    PolicyCompiler compiler = new PolicyCompiler(served);
    Map<ObjectRef, Compilation> compilations = new TreeMap<>();
    policies.forEach((ref, policy) -> compilations.put(ref, compiler.compile(policy)));
    return compilations;
  }

  private static java.util.stream.Stream<ExternalEndpoint> external(BlockPlan plan) {
    return plan.admission() instanceof Admission.Hosted hosted
        ? java.util.stream.Stream.of(hosted.endpoint())
        : java.util.stream.Stream.empty();
  }

  private static Map<ObjectRef, InferenceBlockStatus> blockStatuses(
      List<BlockPlan> plans, Observed observed, Instant now) {
    Map<ObjectRef, InferenceBlockStatus> statuses = new TreeMap<>();
    for (BlockPlan plan : plans) {
      BlockFacts facts =
          new BlockFacts(
              plan.block(),
              plan.replicas().wanted(),
              plan.replicas().places(),
              plan.admission() instanceof Admission.Hosted,
              plan.replicas().waiting(),
              Cost.hourly(plan.replicas().places().values()),
              plan.findings(),
              Optional.ofNullable(observed.notApplied().get(plan.ref())),
              plan.running());
      statuses.put(plan.ref(), BlockStatus.of(facts, now));
    }
    return statuses;
  }

  private static Map<ObjectRef, RoutingPolicyStatus> policyStatuses(
      Map<ObjectRef, RoutingPolicy> policies,
      Map<ObjectRef, Compilation> compilations,
      Observed observed,
      Instant now) {
    Map<ObjectRef, RoutingPolicyStatus> statuses = new TreeMap<>();
    policies.forEach(
        (ref, policy) -> {
          Compilation compilation = compilations.get(ref);
          if (compilation != null) {
            statuses.put(ref, PolicyStatus.of(policy, compilation, observed.notApplied(), now));
          }
        });
    return statuses;
  }
}
