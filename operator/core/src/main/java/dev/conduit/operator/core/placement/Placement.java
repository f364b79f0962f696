// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Revision;
import dev.conduit.operator.core.observed.RunningEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Chooses where a replica goes.
 *
 * <p>Idea: every variant on every class of devices is an option; options are ordered by {@link
 * Option#compare}: the user's preference, then cost per hour, then the memory they take in all,
 * then devices, then the larger share. Among the groups of options that are equal in this, the zone
 * with the fewest replicas of the block, then the node, then the fewest idle devices (so that whole
 * nodes stay free for larger models), then by name. The first with enough free devices is taken.
 *
 * <p>Cost: classes × variants to make; then a place is found in the time of a search in the sorted
 * groups, plus the groups passed over because the node takes nothing of the block, others use
 * memory there, or a shared device is too full.
 */
public final class Placement {
  /** As the resource has it when it says nothing. */
  private static final Duration DEFAULT_DRAIN = Duration.ofMinutes(5);

  private final Workload workload;
  private final Hardware hardware;
  private final Hardware.Homes homes;
  private final NodeGate gate;
  private final Map<DeviceClass, Variants> variants = new HashMap<>();
  private final List<List<Option>> ranks;
  private final long demand;

  private Placement(Workload workload, Hardware hardware) {
    this.workload = workload;
    this.hardware = hardware;
    this.homes = hardware.homesFor(workload.adapter().home());
    this.gate = new NodeGate(workload.spec().compute());
    this.ranks = ranks();
    this.demand = leastMemory(ranks);
  }

  public static Placement of(Workload workload, Hardware hardware) {
    return new Placement(workload, hardware);
  }

  /** What is placed. */
  public Workload workload() {
    return workload;
  }

  /** Devices that a replica of the workload could be on if its type were right. */
  List<NodeDevices> homes() {
    return homes.groups();
  }

  /** The ways to run on devices of a class, as if they were empty. */
  Variants variants(DeviceClass deviceClass) {
    return variants.computeIfAbsent(
        deviceClass, one -> Variants.of(workload, one, hardware.sizes()));
  }

  /** Bytes of GPU memory that a replica takes away from others; zero when nothing can run it. */
  public long demand() {
    return demand;
  }

  private static long leastMemory(List<List<Option>> ranks) {
    long least = Long.MAX_VALUE;
    for (List<Option> rank : ranks) {
      // All of a rank take the same: it is part of the order.
      least = Math.min(least, rank.getFirst().memory());
    }
    return ranks.isEmpty() ? 0 : least;
  }

  /**
   * A place that is free now; empty when there is none.
   *
   * @param spread of the block's other replicas
   */
  public Optional<Place> find(Ledger ledger, Spread spread, Bounds bounds) {
    for (List<Option> rank : ranks) {
      if (!rank.getFirst().isWithin(bounds)) {
        continue;
      }
      Optional<Choice> best =
          rank.stream().flatMap(option -> best(option, ledger, spread).stream()).min(Choice.ORDER);
      if (best.isPresent()) {
        return best.map(choice -> place(choice.group(), choice.devices(), choice.variant()));
      }
    }
    return Optional.empty();
  }

  /** The place where an engine runs already, when what it runs is what is wanted there. */
  public Optional<Place> stay(RunningEngine engine) {
    for (NodeDevices group : hardware.on(engine.node())) {
      boolean possible =
          homes.classes().contains(group.deviceClass())
              && preference(group.deviceClass()) >= 0
              && gate.mismatch(group).isEmpty();
      List<Device> devices = possible ? same(group, engine) : List.of();
      if (devices.isEmpty()) {
        continue;
      }
      // What was charged alike first: it is nearly always the one, and a command costs to make.
      Optional<Place> place =
          variants(group.deviceClass()).fitting().stream()
              .filter(variant -> variant.devices() == devices.size())
              .sorted(Comparator.comparing(variant -> !variant.charge().equals(engine.charge())))
              .map(variant -> place(group, devices, variant))
              .filter(there -> there.revision().equals(engine.revision()))
              .findFirst();
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  boolean hasRoom(Device device, NodeDevices group, Bytes charge, Ledger ledger) {
    Slot slot = new Slot(group.node(), device.id());
    if (group.kind() == DeviceKind.CPU) {
      return ledger.free(slot).compareTo(charge) >= 0;
    }
    return workload.wish().packed()
        ? ledger.isOpenWith(slot, charge)
        : ledger.isIdleWith(slot, charge);
  }

  private List<List<Option>> ranks() {
    List<Option> options = new ArrayList<>();
    for (DeviceClass one : homes.classes()) {
      int preference = preference(one);
      if (preference >= 0) {
        for (Variant variant : variants(one).fitting()) {
          options.add(new Option(one, variant, preference, cost(one, variant), variant.memory()));
        }
      }
    }
    options.sort(Option::compare);
    List<List<Option>> ranked = new ArrayList<>();
    for (Option option : options) {
      if (ranked.isEmpty() || Option.compare(ranked.getLast().getFirst(), option) != 0) {
        ranked.add(new ArrayList<>());
      }
      ranked.getLast().add(option);
    }
    return ranked;
  }

  /** Less is better; negative when it is not wanted. */
  private int preference(DeviceClass one) {
    if (one.kind() == DeviceKind.CPU) {
      // What runs on processors leaves machines with GPUs to what needs them.
      return one.besideGpus() ? 1 : 0;
    }
    return workload.wish().preference(one.type());
  }

  /**
   * What a replica pays: for devices of its own their price, for what it shares with others (a
   * GPU's or a machine's memory) its part of it.
   */
  private OptionalLong cost(DeviceClass there, Variant variant) {
    if (there.price().isEmpty()) {
      return OptionalLong.empty();
    }
    double whole = there.price().getAsLong() * (double) variant.devices();
    boolean shares = there.kind() == DeviceKind.CPU || workload.wish().packed();
    return OptionalLong.of(
        Math.round(
            shares && there.total().value() > 0
                ? whole * variant.charge().value() / there.total().value()
                : whole));
  }

  private Optional<Choice> best(Option option, Ledger ledger, Spread spread) {
    Vacancies all = ledger.vacancies(option.deviceClass());
    Optional<Choice> best = Optional.empty();
    for (String zone : spread.fewestFirst(all.zones())) {
      if (best.isPresent() && spread.inZone(zone) > best.get().inZone()) {
        break;
      }
      best =
          Stream.concat(best.stream(), best(option, all.in(zone), ledger, spread).stream())
              .min(Choice.ORDER);
    }
    return best;
  }

  private Optional<Choice> best(Option option, Vacancies.Zone zone, Ledger ledger, Spread spread) {
    // A search that ends at the first reads no further; an iterator would read whole groups ahead.
    Optional<Choice> untouched =
        candidates(option, zone)
            .filter(vacancy -> spread.onNode(vacancy.group().node()) == 0)
            .flatMap(vacancy -> on(option, vacancy, ledger, spread).stream())
            .findFirst();
    if (untouched.isPresent() || spread.isEmpty()) {
      return untouched;
    }
    return candidates(option, zone)
        .filter(vacancy -> spread.onNode(vacancy.group().node()) > 0)
        .flatMap(vacancy -> on(option, vacancy, ledger, spread).stream())
        .min(Choice.ORDER);
  }

  /** Groups that cannot take it need no look. */
  private Stream<Vacancy> candidates(Option option, Vacancies.Zone zone) {
    if (option.deviceClass().kind() == DeviceKind.CPU) {
      return zone.withAtLeast(0);
    }
    return workload.wish().packed() ? zone.open() : zone.withAtLeast(option.variant().devices());
  }

  private Optional<Choice> on(Option option, Vacancy vacancy, Ledger ledger, Spread spread) {
    NodeDevices group = vacancy.group();
    if (gate.objection(group).isPresent()) {
      return Optional.empty();
    }
    int wanted = option.variant().devices();
    List<Device> room =
        group.devices().stream()
            .filter(device -> hasRoom(device, group, option.variant().charge(), ledger))
            .sorted(
                Comparator.comparing(
                    device ->
                        workload.wish().packed()
                            ? ledger.free(new Slot(group.node(), device.id()))
                            : Bytes.ZERO))
            .limit(wanted)
            .toList();
    return room.size() == wanted
        ? Optional.of(
            new Choice(
                spread.inZone(group.host().zone()),
                spread.onNode(group.node()),
                vacancy,
                room,
                option.variant()))
        : Optional.empty();
  }

  private static List<Device> same(NodeDevices group, RunningEngine engine) {
    List<Device> devices = new ArrayList<>();
    for (String id : engine.deviceIds()) {
      group.devices().stream().filter(device -> device.id().equals(id)).forEach(devices::add);
    }
    return devices.size() == engine.deviceIds().size() ? devices : List.of();
  }

  private Place place(NodeDevices group, List<Device> devices, Variant variant) {
    EngineCommand command = workload.adapter().command(variant.order());
    String revision = Revision.of(command + podOnly(workload.spec()));
    OptionalLong cost = cost(group.deviceClass(), variant);
    return new Place(
        group.node(),
        group.host().zone(),
        group.host().spot(),
        devices,
        variant,
        command,
        revision,
        cost.isPresent() ? Optional.of(Pricing.dollars(cost.getAsLong())) : Optional.empty());
  }

  /**
   * What of a pod is not in the command. A change of the pod replaces the engine, so it is part of
   * what makes it up; what is as by default is left out.
   */
  private static String podOnly(InferenceBlockSpec spec) {
    StringBuilder text = new StringBuilder(Objects.toString(spec.podPatch(), ""));
    if (spec.compute() != null && !Given.list(spec.compute().tolerations()).isEmpty()) {
      text.append(spec.compute().tolerations());
    }
    String drain = spec.rollout() == null ? null : spec.rollout().drainTimeout();
    if (drain != null && !DurationText.parse(drain).equals(DEFAULT_DRAIN)) {
      text.append(DurationText.parse(drain));
    }
    return text.toString();
  }

  /**
   * One way to run on one class.
   *
   * @param cost of a replica in millionths of a US dollar per hour; empty when it is not known
   * @param memory bytes of GPU memory in all
   */
  private record Option(
      DeviceClass deviceClass, Variant variant, int preference, OptionalLong cost, long memory) {
    /**
     * What has no price comes behind what has one; at one price, what nobody takes away first.
     * Written out, because a plan compares some hundred thousand times.
     */
    static int compare(Option one, Option other) {
      int order = Integer.compare(one.preference, other.preference);
      order =
          order != 0
              ? order
              : Long.compare(one.cost.orElse(Long.MAX_VALUE), other.cost.orElse(Long.MAX_VALUE));
      order =
          order != 0 ? order : Boolean.compare(one.deviceClass.spot(), other.deviceClass.spot());
      order = order != 0 ? order : Long.compare(one.memory, other.memory);
      order = order != 0 ? order : Integer.compare(one.variant.devices(), other.variant.devices());
      return order != 0 ? order : other.variant.charge().compareTo(one.variant.charge());
    }

    /** The same for all options that are equal in order. */
    boolean isWithin(Bounds bounds) {
      if (bounds.onDemand() && deviceClass.spot()) {
        return false;
      }
      return bounds.most().isEmpty()
          || (cost.isPresent() && cost.getAsLong() <= bounds.most().getAsLong());
    }
  }

  private record Choice(
      int inZone, int onNode, Vacancy vacancy, List<Device> devices, Variant variant) {
    static final Comparator<Choice> ORDER =
        Comparator.comparingInt(Choice::inZone)
            .thenComparingInt(Choice::onNode)
            .thenComparing(Choice::vacancy);

    NodeDevices group() {
      return vacancy.group();
    }
  }
}
