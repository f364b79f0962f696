// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.operator.core.plan.Planner;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chocosolver.solver.Model;
import org.chocosolver.solver.Solution;
import org.chocosolver.solver.variables.BoolVar;
import org.chocosolver.solver.variables.IntVar;

/**
 * The planner beside an exact constraint solver (Choco) on small worlds that have too few GPUs.
 *
 * <p>Value of a placement: the sum over placed replicas of what a replica of the block costs where
 * it is cheapest, so that a 70B model counts more than an 8B one. What a replica needs of each kind
 * of node is asked of the planner, with that node alone and empty, so that both sides have the same
 * arithmetic; the solver has the choice of who is placed, and where.
 *
 * <p>Cost of a placement: what its replicas cost per hour. The solver finds the least that the same
 * replicas can cost, and so much of it the planner's cost is.
 */
final class Optimum {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long MIB = 1 << 20;
  private static final double MILLS = 1000;
  private static final int BLOCKS = 6;
  private static final int NODES = 3;
  private static final int REST = 12;

  private final Planner planner = new Planner();
  private final PrintStream out;
  private final long seed;

  Optimum(PrintStream out, long seed) {
    this.out = out;
    this.seed = seed;
  }

  /** What a replica takes on a kind of node, and costs there in tenths of a cent. */
  private record Need(int devices, int mib, int cost) {}

  /** A replica, what it is worth, and what it takes on each node that can serve it. */
  private record Replica(String block, int worth, Map<String, Need> needs, boolean packed) {}

  /** Whether the planner reached the given share of the optimum over all worlds. */
  boolean run(int count, double leastValue) {
    double ours = 0;
    double best = 0;
    double paid = 0;
    double least = 0;
    double worst = 1;
    int equal = 0;
    int scarce = 0;
    for (long one = seed; one < seed + count; one++) {
      Observed world = World.of(one).small(BLOCKS, NODES);
      List<Replica> replicas = replicas(world);
      int all = replicas.stream().mapToInt(Replica::worth).sum();
      Plan plan = settled(world);
      int reached = value(plan, replicas);
      int possible = new Exact(world, replicas).most();
      paid += cost(plan);
      least += new Exact(world, replicas).cheapest(placed(plan));
      if (reached > possible) {
        throw new IllegalStateException(
            "seed %d: %d is more than the optimum %d".formatted(one, reached, possible));
      }
      ours += reached;
      best += possible;
      equal += reached == possible ? 1 : 0;
      scarce += possible < all ? 1 : 0;
      worst = possible == 0 ? worst : Math.min(worst, reached / (double) possible);
    }
    out.printf(
        "%d worlds, seeds %d to %d, %d of them without room for all: value %.2f %% of the exact optimum;"
            + " equal in %d; worst world %.1f %%%n",
        count, seed, seed + count - 1, scarce, 100 * ours / best, equal, 100 * worst);
    out.printf(
        "cost of what is placed: $%.2f per hour in all; the exact solver places the same for $%.2f, %.2f %%%n",
        paid / MILLS, least / MILLS, 100 * least / paid);
    return ours / best >= leastValue && least / paid >= leastValue;
  }

  /** Engines that share a GPU load one after the other, so it takes some plans. */
  private Plan settled(Observed world) {
    Plan plan = planner.plan(world, NOW);
    for (int step = 0; step < REST; step++) {
      plan = planner.plan(World.after(world, plan), NOW);
    }
    return plan;
  }

  private List<Replica> replicas(Observed world) {
    List<Replica> replicas = new ArrayList<>();
    for (Sourced<InferenceBlock> block : world.blocks()) {
      Map<String, Need> needs = new TreeMap<>();
      int worth = Integer.MAX_VALUE;
      for (Node node : world.inventory().nodes()) {
        Plan alone =
            planner.plan(
                new Observed(
                    List.of(block),
                    List.of(),
                    new Inventory(List.of(node), Provider.KUBERNETES),
                    List.of()),
                NOW);
        if (!alone.desired().isEmpty()) {
          EngineInstance instance = alone.desired().getFirst();
          int devices = instance.deviceIds().size();
          needs.put(node.name(), new Need(devices, mib(instance.charge()), mills(instance)));
          worth = Math.min(worth, mills(instance));
        }
      }
      InferenceBlockSpec spec = block.resource().getSpec();
      boolean packed = Objects.requireNonNull(spec.compute()).sharing() == Sharing.PACKED;
      for (int i = 0; i < Objects.requireNonNull(spec.replicas()); i++) {
        if (!needs.isEmpty()) {
          replicas.add(new Replica(block.ref().name(), worth, needs, packed));
        }
      }
    }
    return replicas;
  }

  private static int value(Plan plan, List<Replica> replicas) {
    return plan.desired().stream()
        .mapToInt(
            instance ->
                replicas.stream()
                    .filter(replica -> replica.block().equals(instance.block().name()))
                    .findFirst()
                    .orElseThrow()
                    .worth())
        .sum();
  }

  private static Map<String, Integer> placed(Plan plan) {
    Map<String, Integer> placed = new TreeMap<>();
    plan.desired().forEach(one -> placed.merge(one.block().name(), 1, Integer::sum));
    return placed;
  }

  private static int cost(Plan plan) {
    return plan.desired().stream().mapToInt(Optimum::mills).sum();
  }

  private static int mills(EngineInstance instance) {
    return (int) Math.round(instance.hourlyCost().orElseThrow() * MILLS);
  }

  /**
   * The placement as a problem: each replica goes to one node or none; a device is one replica's
   * own, or holds sharing ones. Used once.
   */
  private static final class Exact {
    private final Model model = new Model();
    private final List<Replica> replicas;
    private final List<BoolVar> placed = new ArrayList<>();
    private final List<IntVar> costs = new ArrayList<>();

    Exact(Observed world, List<Replica> replicas) {
      this.replicas = replicas;
      Map<String, List<IntVar>> whole = new TreeMap<>();
      Map<String, List<IntVar>> bytes = new TreeMap<>();
      Map<String, List<BoolVar>> users = new TreeMap<>();
      for (Replica replica : replicas) {
        List<BoolVar> choices = new ArrayList<>();
        for (Node node : world.inventory().nodes()) {
          Need need = replica.needs().get(node.name());
          if (need == null) {
            continue;
          }
          if (!replica.packed()) {
            BoolVar here = choice(choices, need);
            whole
                .computeIfAbsent(node.name(), _ -> new ArrayList<>())
                .add(here.mul(need.devices()).intVar());
            continue;
          }
          for (Device device : gpus(node)) {
            String slot = node.name() + "/" + device.id();
            BoolVar here = choice(choices, need);
            bytes.computeIfAbsent(slot, _ -> new ArrayList<>()).add(here.mul(need.mib()).intVar());
            users.computeIfAbsent(slot, _ -> new ArrayList<>()).add(here);
          }
        }
        BoolVar one = model.boolVar();
        model.sum(choices.toArray(BoolVar[]::new), "=", one).post();
        placed.add(one);
      }
      world.inventory().nodes().forEach(node -> capacity(node, whole, bytes, users));
    }

    /** The largest value. */
    int most() {
      if (replicas.isEmpty()) {
        return 0;
      }
      List<IntVar> worths = new ArrayList<>();
      for (int i = 0; i < replicas.size(); i++) {
        worths.add(placed.get(i).mul(replicas.get(i).worth()).intVar());
      }
      return best(worths, replicas.stream().mapToInt(Replica::worth).sum(), Model.MAXIMIZE);
    }

    /** The least that so many replicas of each block can cost. */
    int cheapest(Map<String, Integer> wanted) {
      if (replicas.isEmpty()) {
        return 0;
      }
      wanted.forEach(
          (block, count) -> {
            BoolVar[] mine =
                IntStream.range(0, replicas.size())
                    .filter(i -> replicas.get(i).block().equals(block))
                    .mapToObj(placed::get)
                    .toArray(BoolVar[]::new);
            model.sum(mine, "=", count).post();
          });
      int most = costs.stream().mapToInt(IntVar::getUB).sum();
      return best(costs, most, Model.MINIMIZE);
    }

    private int best(List<IntVar> parts, int bound, boolean largest) {
      IntVar sum = model.intVar(0, bound);
      model.sum(parts.toArray(IntVar[]::new), "=", sum).post();
      Solution solution = model.getSolver().findOptimalSolution(sum, largest);
      return solution.getIntVal(sum);
    }

    private BoolVar choice(List<BoolVar> choices, Need need) {
      BoolVar here = model.boolVar();
      choices.add(here);
      costs.add(here.mul(need.cost()).intVar());
      return here;
    }

    private void capacity(
        Node node,
        Map<String, List<IntVar>> whole,
        Map<String, List<IntVar>> bytes,
        Map<String, List<BoolVar>> users) {
      List<IntVar> devices = new ArrayList<>(whole.getOrDefault(node.name(), List.of()));
      for (Device device : gpus(node)) {
        String slot = node.name() + "/" + device.id();
        if (users.containsKey(slot)) {
          BoolVar shared = model.boolVar();
          model.max(shared, users.getOrDefault(slot, List.of()).toArray(BoolVar[]::new)).post();
          devices.add(shared);
          model
              .sum(
                  bytes.getOrDefault(slot, List.of()).toArray(IntVar[]::new),
                  "<=",
                  mib(device.total()))
              .post();
        }
      }
      if (!devices.isEmpty()) {
        model.sum(devices.toArray(IntVar[]::new), "<=", gpus(node).size()).post();
      }
    }
  }

  private static List<Device> gpus(Node node) {
    return node.devices().stream().filter(device -> device.kind() == DeviceKind.GPU).toList();
  }

  private static int mib(Bytes bytes) {
    return Math.toIntExact(bytes.value() / MIB);
  }
}
