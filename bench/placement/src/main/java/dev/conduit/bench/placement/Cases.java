// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.api.v1alpha1.block.Spot;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * Random small worlds, each planned fresh, told in another order, and planned again when all of it
 * runs: no device is over its capacity, every split is one that the model's heads allow, limits of
 * cost and of spot nodes hold, slices are for those that want slices, closed nodes get nothing, the
 * order of the input does not matter, planning what runs moves nothing, and ends.
 */
final class Cases {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final double NO_PRICE = 1e6;
  private static final double CENT = 0.01;

  /** Worlds between two lines of progress. */
  private static final int PART = 2_500;

  /** One world in so many is planned by a planner that has planned no other. */
  private static final int NEW_PLANNER = 50;

  /** Steps in which engines that share GPUs, and load one after the other, have all loaded. */
  private static final int MOST_STEPS = 20;

  private final Planner planner = new Planner();
  private final Map<String, LongAdder> features = new ConcurrentSkipListMap<>();
  private final PrintStream out;
  private final long seed;

  Cases(PrintStream out, long seed) {
    this.out = out;
    this.seed = seed;
  }

  /**
   * Whether all held; the first few that did not are printed. Says after every {@value #PART}
   * worlds how many have held so far, so that a run that is cut short still says something.
   */
  boolean run(int count) {
    List<String> wrong = new ArrayList<>();
    for (long first = seed; first < seed + count; first += PART) {
      long next = Math.min(first + PART, seed + count);
      LongStream.range(first, next)
          .parallel()
          .boxed()
          .flatMap(one -> violations(one).stream())
          .toList()
          .forEach(wrong::add);
      out.printf(
          "%d of %d random worlds, seeds %d to %d: %d violations%n",
          next - seed, count, seed, next - 1, wrong.size());
    }
    out.println("of these worlds so many had an engine, a node or a block");
    features.forEach((what, worlds) -> out.printf("%9d %s%n", worlds.sum(), what));
    wrong.stream().limit(10).forEach(out::println);
    return wrong.isEmpty();
  }

  private List<String> violations(long one) {
    World worlds = World.limited(one);
    Observed world = worlds.small(6, 4);
    Plan plan = planner.plan(world, NOW);
    List<String> wrong = new ArrayList<>(overcommitted(world, plan, one));
    for (EngineInstance instance : plan.desired()) {
      if (!isLegal(instance)) {
        wrong.add(
            "seed %d: %s over %d GPUs".formatted(one, instance.id(), instance.deviceIds().size()));
      }
    }
    world.blocks().forEach(block -> wrong.addAll(unkept(block, world, plan, one)));
    // What a planner keeps must change no answer: some are asked of one that knows nothing yet.
    Planner other = one % NEW_PLANNER == 0 ? new Planner() : planner;
    if (!other.plan(worlds.shuffled(world), NOW).equals(plan)) {
      wrong.add("seed %d: another plan when told in another order".formatted(one));
    }
    Observed running = World.after(world, plan);
    Plan again = planner.plan(running, NOW);
    if (!again.desired().stream()
        .map(Cases::where)
        .toList()
        .containsAll(plan.desired().stream().map(Cases::where).toList())) {
      wrong.add("seed %d: what runs was moved".formatted(one));
    }
    if (!settles(plan, running, again)) {
      wrong.add("seed %d: plans of what is planned never end".formatted(one));
    }
    closed(world, plan).forEach(name -> wrong.add("seed %d: %s is closed".formatted(one, name)));
    Features.of(world, plan)
        .forEach(what -> features.computeIfAbsent(what, _ -> new LongAdder()).increment());
    return wrong;
  }

  /** Whether planning what runs ends with a plan that changes nothing. */
  private boolean settles(Plan first, Observed running, Plan again) {
    Observed world = running;
    Plan plan = first;
    Plan next = again;
    for (int step = 1; step < MOST_STEPS; step++) {
      if (next.desired().equals(plan.desired())) {
        return true;
      }
      plan = next;
      world = World.after(world, plan);
      next = planner.plan(world, NOW);
    }
    return next.desired().equals(plan.desired());
  }

  /** Nodes that take nothing new and got something. */
  private static List<String> closed(Observed world, Plan plan) {
    return world.inventory().nodes().stream()
        .filter(node -> node.scheduling().filter(Features::isClosed).isPresent())
        .map(Node::name)
        .filter(name -> plan.desired().stream().anyMatch(each -> each.node().equals(name)))
        .toList();
  }

  private static List<String> overcommitted(Observed world, Plan plan, long one) {
    List<String> wrong = new ArrayList<>();
    for (Node node : world.inventory().nodes()) {
      for (Device device : node.devices()) {
        Bytes sum = device.usedByOthers();
        for (EngineInstance instance : plan.desired()) {
          if (instance.node().equals(node.name()) && instance.deviceIds().contains(device.id())) {
            sum = sum.plus(instance.charge());
          }
        }
        if (device.kind() == DeviceKind.GPU && sum.compareTo(device.total()) > 0) {
          wrong.add(
              "seed %d: %s/%s holds %s of %s"
                  .formatted(one, node.name(), device.id(), sum, device.total()));
        }
      }
    }
    return wrong;
  }

  /** What a block asks for beside room: its limit of cost, its floor, its slices. */
  private static List<String> unkept(
      Sourced<InferenceBlock> block, Observed world, Plan plan, long one) {
    List<String> wrong = new ArrayList<>();
    Compute compute = Objects.requireNonNull(block.resource().getSpec().compute());
    List<EngineInstance> mine =
        plan.desired().stream().filter(each -> each.block().equals(block.ref())).toList();
    double cost = mine.stream().mapToDouble(each -> each.hourlyCost().orElse(NO_PRICE)).sum();
    if (compute.maxHourlyCost() != null && cost > compute.maxHourlyCost() + CENT) {
      wrong.add(
          "seed %d: %s costs %.2f of %.2f"
              .formatted(one, block.ref(), cost, compute.maxHourlyCost()));
    }
    Spot spot = Objects.requireNonNull(compute.spot());
    int floor =
        Boolean.TRUE.equals(spot.allowed())
            ? Objects.requireNonNullElse(spot.onDemandFloor(), 1)
            : Integer.MAX_VALUE;
    int most = Math.max(0, Objects.requireNonNull(block.resource().getSpec().replicas()) - floor);
    if (mine.stream().filter(EngineInstance::spot).count() > most) {
      wrong.add("seed %d: %s is too much on spot nodes".formatted(one, block.ref()));
    }
    for (EngineInstance each : mine) {
      if (onSlices(world, each) != (compute.sharing() == Sharing.MIG)) {
        wrong.add("seed %d: %s has slices for GPUs, or GPUs for slices".formatted(one, each.id()));
      }
    }
    return wrong;
  }

  private static boolean onSlices(Observed world, EngineInstance instance) {
    return world.inventory().nodes().stream()
        .filter(node -> node.name().equals(instance.node()))
        .flatMap(node -> node.devices().stream())
        .filter(device -> instance.deviceIds().contains(device.id()))
        .anyMatch(device -> device.product().contains("-MIG-"));
  }

  /** Of the models of {@link World}: 12, 32, 32, 64 and 64 attention heads. */
  private static boolean isLegal(EngineInstance instance) {
    int devices = instance.deviceIds().size();
    String arguments = String.join(" ", instance.command().render(8000));
    int heads =
        arguments.contains("Qwen2.5-1.5B")
            ? 12
            : arguments.contains("7") && arguments.contains("0B") ? 64 : 32;
    return heads % devices == 0 || !arguments.contains("--tensor-parallel-size");
  }

  private static String where(EngineInstance instance) {
    return instance.id() + "@" + instance.node() + instance.deviceIds();
  }
}
