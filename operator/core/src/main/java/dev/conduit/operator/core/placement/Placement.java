// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.RunningEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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
  private final Workload workload;
  private final Hardware hardware;
  private final Options options;
  private final NodeGate gate;

  private Placement(Workload workload, Hardware hardware) {
    this.workload = workload;
    this.hardware = hardware;
    this.options = hardware.options(workload);
    this.gate = new NodeGate(workload.spec().compute());
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
    return hardware.homesFor(workload.adapter().home()).groups();
  }

  /** The ways to run on devices of a class that is wanted, as if they were empty. */
  Variants variants(DeviceClass deviceClass) {
    return options.variants().getOrDefault(deviceClass, Variants.NONE);
  }

  /** Bytes of GPU memory that a replica takes away from others; zero when nothing can run it. */
  public long demand() {
    return options.demand();
  }

  /**
   * A place that is free now; empty when there is none.
   *
   * @param spread of the block's other replicas
   */
  public Optional<Place> find(Ledger ledger, Spread spread, Bounds bounds) {
    for (List<Option> rank : options.ranks()) {
      if (!rank.getFirst().isWithin(bounds)) {
        continue;
      }
      List<Choice> choices = new ArrayList<>();
      rank.forEach(option -> best(option, ledger, spread).ifPresent(choices::add));
      if (!choices.isEmpty()) {
        Choice best = Collections.min(choices, Choice.ORDER);
        return Optional.of(place(best.group(), best.devices(), best.variant()));
      }
    }
    return Optional.empty();
  }

  /**
   * The place where an engine runs already, when what it runs is what is wanted there: for the
   * memory that its devices have, or for the memory that they were known to have when it was sized.
   * An engine is not moved because a probe or a table tells their size better than before, or a
   * probe no longer tells it.
   */
  public Optional<Place> stay(RunningEngine engine) {
    for (NodeDevices group : hardware.on(engine.node())) {
      boolean mayStay =
          options.variants().containsKey(group.deviceClass()) && gate.mismatch(group).isEmpty();
      List<Device> devices = mayStay ? same(group, engine) : List.of();
      if (devices.isEmpty()) {
        continue;
      }
      Optional<Place> place = stay(engine, group, devices);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  /**
   * What was charged alike first, for the present memory or that of before: a revision does not
   * tell them apart where a command says nothing of memory, and another charge is another pod.
   */
  private Optional<Place> stay(RunningEngine engine, NodeDevices group, List<Device> devices) {
    DeviceClass now = group.deviceClass();
    Stream<Variant> ways =
        Stream.of(variants(now), variantsBefore(engine, now))
            .flatMap(variants -> variants.fitting().stream());
    return ways.filter(variant -> variant.devices() == devices.size())
        .filter(variant -> now.isUnknown() || variant.charge().compareTo(now.total()) <= 0)
        .sorted(Comparator.comparing(variant -> !variant.charge().equals(engine.charge())))
        .filter(variant -> start(variant).revision().equals(engine.revision()))
        .findFirst()
        .map(variant -> place(group, devices, variant));
  }

  /** The ways to run on devices as they were known when the engine was sized. */
  private Variants variantsBefore(RunningEngine engine, DeviceClass now) {
    return engine
        .sizedFor()
        .filter(then -> !then.equals(now.total()))
        .map(then -> hardware.sizes().of(workload, now.withTotal(then)))
        .orElse(Variants.NONE);
  }

  /** Devices of a group that have so much free and let the workload in. */
  List<Device> room(NodeDevices group, Bytes charge, Ledger ledger) {
    return ledger.stock(group).room(charge, workload.access(group.kind()), ledger.round());
  }

  private Optional<Choice> best(Option option, Ledger ledger, Spread spread) {
    List<Lot> lots = new ArrayList<>(option.lots().size());
    for (int number : option.lots()) {
      if (mayHold(option, ledger.lot(number))) {
        lots.add(ledger.lot(number));
      }
    }
    List<Choice> choices = new ArrayList<>(lots.size());
    for (Lot lot : spread.fewestFirst(lots)) {
      if (!choices.isEmpty() && spread.inZone(lot.zone()) > choices.getFirst().inZone()) {
        break;
      }
      best(option, lot, ledger, spread).ifPresent(choices::add);
    }
    return choices.stream().min(Choice.ORDER);
  }

  /** On a node without a replica of the block if there is one, else where the fewest are. */
  private Optional<Choice> best(Option option, Lot lot, Ledger ledger, Spread spread) {
    List<Stock> touched = new ArrayList<>();
    Function<Stock, Optional<Choice>> untouched =
        stock -> {
          if (spread.onNode(stock.group().node()) == 0) {
            return on(option, stock, ledger, spread);
          }
          touched.add(stock);
          return Optional.empty();
        };
    Optional<Choice> found =
        switch (workload.access(option.deviceClass().kind())) {
          case MEMORY -> lot.withAtLeast(0, untouched);
          case SHARED -> lot.shareable(untouched);
          case EXCLUSIVE -> lot.withAtLeast(option.variant().devices(), untouched);
        };
    return found.or(
        () ->
            touched.stream()
                .flatMap(stock -> on(option, stock, ledger, spread).stream())
                .min(Choice.ORDER));
  }

  /** Groups that cannot take it need no look. */
  private boolean mayHold(Option option, Lot lot) {
    return switch (workload.access(option.deviceClass().kind())) {
      case MEMORY -> true;
      case SHARED -> lot.hasShareable();
      case EXCLUSIVE -> lot.hasAtLeast(option.variant().devices());
    };
  }

  private Optional<Choice> on(Option option, Stock stock, Ledger ledger, Spread spread) {
    NodeDevices group = stock.group();
    if (!gate.admits(group)) {
      return Optional.empty();
    }
    int wanted = option.variant().devices();
    List<Device> room =
        stock.room(option.variant().charge(), workload.access(group.kind()), ledger.round());
    return room.size() >= wanted
        ? Optional.of(
            new Choice(
                spread.inZone(group.host().zone()),
                spread.onNode(group.node()),
                stock,
                room.subList(0, wanted),
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
    Starts.Start start = start(variant);
    OptionalLong cost = Option.cost(workload, group.deviceClass(), variant);
    return new Place(
        group.node(),
        group.host().zone(),
        group.host().spot(),
        devices,
        variant,
        start.command(),
        start.revision(),
        cost.isPresent() ? Optional.of(Pricing.dollars(cost.getAsLong())) : Optional.empty());
  }

  private Starts.Start start(Variant variant) {
    return hardware.starts().of(workload, variant);
  }

  private record Choice(
      int inZone, int onNode, Stock stock, List<Device> devices, Variant variant) {
    static final Comparator<Choice> ORDER =
        Comparator.comparingInt(Choice::inZone)
            .thenComparingInt(Choice::onNode)
            .thenComparing(Choice::stock, Stock.ORDER);

    NodeDevices group() {
      return stock.group();
    }
  }
}
