// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.RolloutStrategy;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.placement.Bounds;
import dev.conduit.operator.core.placement.Diagnosis;
import dev.conduit.operator.core.placement.Hardware;
import dev.conduit.operator.core.placement.Ledger;
import dev.conduit.operator.core.placement.Place;
import dev.conduit.operator.core.placement.Placement;
import dev.conduit.operator.core.placement.Spread;
import dev.conduit.operator.core.placement.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plans the replicas of one block against the ledger, to which it adds what it places.
 *
 * <p>A replica that runs what is wanted stays where it is. A replica that runs something older is
 * surged where memory has room for both: the old one is kept until the new one is ready. Where it
 * has not, and the strategy allows, the old one is drained first, one replica at a time. Confined
 * to the making of one plan.
 */
final class ReplicaPlanner {
  private final ObjectRef block;
  private final Workload workload;
  private final List<RunningEngine> mine;
  private final Ledger ledger;
  private final Set<String> leaving;
  private final Placement placement;
  private final Hardware hardware;
  private final Limits limits;

  private final Map<Integer, Place> places = new TreeMap<>();
  private final List<EngineInstance> instances = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private final Spread spread = new Spread();
  private final Set<Integer> homeless = new HashSet<>();

  /** Replicas that must not be on spot nodes. */
  private final Set<Integer> onDemand = new HashSet<>();

  /** Replicas that have no room until something stops. */
  private final Set<Integer> waiting = new HashSet<>();

  /** Replicas that are between two engines. */
  private final Set<Integer> replacing = new HashSet<>();

  /**
   * @param mine running engines of the block by their ids, draining ones included
   * @param leaving owners in the ledger that are about to go
   */
  ReplicaPlanner(
      ObjectRef block,
      Workload workload,
      List<RunningEngine> mine,
      Ledger ledger,
      Set<String> leaving,
      Hardware hardware) {
    this.block = block;
    this.workload = workload;
    this.mine = List.copyOf(mine);
    this.ledger = ledger;
    this.leaving = leaving;
    this.hardware = hardware;
    this.placement = Placement.of(workload, hardware);
    this.limits = Limits.of(workload, hardware);
  }

  ObjectRef block() {
    return block;
  }

  /** Bytes of GPU memory that a replica takes away from others where it takes least. */
  long demand() {
    return placement.demand();
  }

  Workload workload() {
    return workload;
  }

  /** Whether a replica has no place, now or later; known once it is planned. */
  boolean isHomeless() {
    return !homeless.isEmpty();
  }

  /** Whether no replica has a place, now or later, and nothing of the block runs. */
  boolean hasNothing() {
    return homeless.size() == workload.replicas() && mine.isEmpty();
  }

  /**
   * Says why the first of them has none, once everything is placed: which place it may not take,
   * else what is missing.
   */
  Finding.DoesNotFit misfit(List<Remedy> remedies) {
    Ledger later = settledWithout(going());
    int replica = homeless.stream().min(Comparator.naturalOrder()).orElseThrow();
    CostNotes notes = new CostNotes(block, limits, places.values());
    Bounds bounds = limits.all(places.values(), onDemand.contains(replica));
    Optional<Place> dear = placement.find(later, spread, bounds.anyCost());
    if (dear.isPresent()) {
      return notes.tooDear(dear.get(), rest(later, bounds.anyCost()), remedies);
    }
    Optional<Place> onSpot = placement.find(later, spread, bounds.anyCapacity());
    return onSpot.isPresent()
        ? notes.onlySpot(onSpot.get(), rest(later, bounds.anyCapacity()), remedies)
        : Diagnosis.of(block, placement, later, places.size(), remedies);
  }

  /** Places of all that have none, within other bounds; empty when not all would have one. */
  private List<Place> rest(Ledger later, Bounds bounds) {
    Ledger there = later.settledWithout(Set.of());
    List<Place> rest = new ArrayList<>();
    while (places.size() + rest.size() < workload.replicas()) {
      Optional<Place> place = placement.find(there, spread, bounds);
      if (place.isEmpty()) {
        return List.of();
      }
      there.charge("rest " + rest.size(), place.get(), !workload.wish().packed());
      rest.add(place.get());
    }
    return rest;
  }

  /** What there is for all of its replicas, as if none had a place. */
  Ledger emptied() {
    Set<String> going = going();
    instances.forEach(instance -> going.add(instance.id()));
    return settledWithout(going);
  }

  /** Engines that will be gone. */
  private Set<String> going() {
    Set<String> going = new HashSet<>(leaving);
    mine.stream()
        .filter(engine -> !isPlanned(engine))
        .map(RunningEngine::instanceId)
        .forEach(going::add);
    return going;
  }

  Replicas plan() {
    int wanted = workload.replicas();
    for (int replica = 0; replica < wanted; replica++) {
      stay(replica);
    }
    mine.stream().filter(engine -> !engine.isWanted()).forEach(e -> replacing.add(e.replica()));
    places.keySet().stream().filter(replica -> !isReady(replica)).forEach(replacing::add);
    keepFloor();
    for (int replica = 0; replica < wanted; replica++) {
      if (!places.containsKey(replica)) {
        place(replica);
      }
    }
    return new Replicas(wanted, places, instances, kept, findings(), !waiting.isEmpty());
  }

  /** One that is ready goes before one that is not. */
  private void stay(int replica) {
    List<RunningEngine> older = new ArrayList<>(older(replica));
    older.sort(Comparator.comparing(RunningEngine::isReady).reversed());
    for (RunningEngine engine : older) {
      Optional<Place> place = placement.stay(engine).filter(this::isAllowed);
      if (place.isPresent()) {
        take(replica, place.get());
        if (!engine.isReady()) {
          keepReady(replica, engine.instanceId());
        }
        return;
      }
    }
  }

  private boolean isAllowed(Place place) {
    return !place.spot() || spotPlaces() < limits.onSpot();
  }

  private long spotPlaces() {
    return places.values().stream().filter(Place::spot).count();
  }

  /** Of the replicas that need a place, the first ones make up what is missing on demand. */
  private void keepFloor() {
    long missing = limits.replicas() - limits.onSpot() - (places.size() - spotPlaces());
    for (int replica = 0; replica < limits.replicas() && onDemand.size() < missing; replica++) {
      if (!places.containsKey(replica)) {
        onDemand.add(replica);
      }
    }
  }

  private Optional<Place> find(Ledger there, int replica) {
    boolean kept = onDemand.contains(replica);
    return placement
        .find(there, spread, limits.even(places.values(), kept))
        .or(() -> placement.find(there, spread, limits.all(places.values(), kept)));
  }

  private void place(int replica) {
    Optional<Place> place = find(ledger, replica);
    if (place.isPresent() && !isTaken(id(replica, place.get()))) {
      ledger.charge(id(replica, place.get()), place.get(), !workload.wish().packed());
      take(replica, place.get());
      keepReady(replica, id(replica, place.get()));
      return;
    }
    withoutRoom(replica, place.isPresent());
  }

  /** No room beside what runs: wait, make room, or say what is missing. */
  private void withoutRoom(int replica, boolean idTaken) {
    Set<String> going = new HashSet<>(leaving);
    older(replica).forEach(engine -> going.add(engine.instanceId()));
    boolean fitsThen = idTaken || find(settledWithout(going), replica).isPresent();
    boolean serves = older(replica).stream().anyMatch(RunningEngine::isReady);
    if (!fitsThen) {
      homeless.add(replica);
      keepReady(replica, "");
      return;
    }
    boolean mayStop = strategy() != RolloutStrategy.SURGE && replacing.isEmpty();
    if (serves && !mayStop) {
      keepReady(replica, "");
      if (strategy() == RolloutStrategy.SURGE && !fitsWithoutOwn(replica)) {
        homeless.add(replica);
        return;
      }
    }
    replacing.add(replica);
    waiting.add(replica);
  }

  /** Whether it fits once the engines that leave anyway are gone. */
  private boolean fitsWithoutOwn(int replica) {
    return find(settledWithout(leaving), replica).isPresent();
  }

  /** What loads matters only to those who share with it. */
  private Ledger settledWithout(Set<String> going) {
    return workload.wish().packed() || ledger.charges(going)
        ? ledger.settledWithout(going)
        : ledger;
  }

  private void take(int replica, Place place) {
    places.put(replica, place);
    spread.add(place);
    instances.add(
        new EngineInstance(
            id(replica, place),
            block,
            replica,
            place.node(),
            place.deviceIds(),
            place.revision(),
            place.command(),
            place.variant().charge(),
            place.variant().deviceTotal(),
            place.variant().breakdown(),
            hardware.isSimulated(place.node()),
            place.spot(),
            place.hourlyCost()));
  }

  private void keepReady(int replica, String exceptId) {
    older(replica).stream()
        .filter(RunningEngine::isReady)
        .filter(engine -> !engine.instanceId().equals(exceptId))
        .forEach(engine -> kept.add(engine.instanceId()));
  }

  private List<RunningEngine> older(int replica) {
    return mine.stream()
        .filter(engine -> engine.replica() == replica && engine.isWanted())
        .toList();
  }

  private boolean isReady(int replica) {
    Place place = places.get(replica);
    return place != null
        && older(replica).stream()
            .anyMatch(engine -> engine.isReady() && engine.revision().equals(place.revision()));
  }

  /** Whether something that is not wanted there still runs under the id. */
  private boolean isTaken(String id) {
    return mine.stream().anyMatch(engine -> engine.instanceId().equals(id));
  }

  private boolean isPlanned(RunningEngine engine) {
    return instances.stream().anyMatch(instance -> instance.id().equals(engine.instanceId()));
  }

  private RolloutStrategy strategy() {
    return workload.spec().rollout() == null
        ? RolloutStrategy.AUTO
        : Given.or(workload.spec().rollout().strategy(), RolloutStrategy.AUTO);
  }

  private String id(int replica, Place place) {
    String name = block.name() + "-" + replica + "-" + place.revision().substring(0, 5);
    return block.namespace().equals(ObjectRef.DEFAULT_NAMESPACE)
        ? name
        : block.namespace() + "." + name;
  }

  private List<Finding> findings() {
    List<Finding> findings =
        new ArrayList<>(SizeNotes.of(block, workload, List.copyOf(places.values())));
    if (hardware.isPaid()) {
      CostNotes notes = new CostNotes(block, limits, places.values());
      notes.exceeded().ifPresent(findings::add);
      notes.unpriced().ifPresent(findings::add);
    }
    if (!waiting.isEmpty()) {
      findings.add(
          new Finding.Noted(
              block,
              Reason.WAITING_FOR_MEMORY,
              Severity.INFO,
              "%d of %d replicas wait: engines that stop or load are on the devices that they need"
                  .formatted(waiting.size(), workload.replicas())));
    }
    return findings;
  }
}
