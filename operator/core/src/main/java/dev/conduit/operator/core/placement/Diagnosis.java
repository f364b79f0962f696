// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.Shortfall;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says why a replica has no place, node by node. */
public final class Diagnosis {
  /** An object may have 1.5 MB in the API server; a shortfall has about 300 bytes. */
  private static final int MOST_NODES = 64;

  private static final int NODES_NAMED = 3;

  private final Workload workload;
  private final Placement placement;
  private final Ledger ledger;
  private final NodeGate gate;

  /** Of each class, what asks for least. */
  private final Map<DeviceClass, Variant> smallest = new HashMap<>();

  private Diagnosis(Workload workload, Placement placement, Ledger ledger) {
    this.workload = workload;
    this.placement = placement;
    this.ledger = ledger;
    this.gate = new NodeGate(workload.spec().compute());
  }

  /**
   * @param ledger once engines that leave are gone
   * @param placed replicas of the block that have a place
   * @param remedies by which all would have one
   */
  public static Finding.DoesNotFit of(
      ObjectRef block, Placement placement, Ledger ledger, int placed, List<Remedy> remedies) {
    Workload workload = placement.workload();
    Diagnosis diagnosis = new Diagnosis(workload, placement, ledger);
    List<NodeDevices> homes = placement.homes();
    List<NodeDevices> nearest = diagnosis.nearest(homes);
    boolean noneOfType = homes.stream().noneMatch(diagnosis::isWanted);
    String closest = diagnosis.why(noneOfType, nearest);
    return new Finding.DoesNotFit(
        block,
        noneOfType ? diagnosis.missing() : Reason.INSUFFICIENT_MEMORY,
        "%d of %d replicas have a place".formatted(placed, workload.replicas()),
        homes.size() > MOST_NODES
            ? closest + "; the %d nearest of %d are listed".formatted(MOST_NODES, homes.size())
            : closest,
        nearest.stream().sorted(NodeDevices.ORDER).map(diagnosis::of).toList(),
        remedies);
  }

  /** A status has room for so many: those that miss least, that which misses least first. */
  private List<NodeDevices> nearest(List<NodeDevices> homes) {
    return homes.stream()
        .map(group -> new Lack(group, lack(group)))
        .sorted(Comparator.comparingLong(Lack::bytes))
        .limit(MOST_NODES)
        .map(Lack::group)
        .toList();
  }

  private boolean isWanted(NodeDevices group) {
    return group.kind() == DeviceKind.CPU || workload.wish().preference(group.type()) >= 0;
  }

  private String wanted() {
    List<String> types = workload.wish().gpuTypes();
    return workload
        .wish()
        .migProfile()
        .map(profile -> "a slice of MIG profile " + profile + ofTypes())
        .orElse(types.isEmpty() ? "whole GPUs (slices: sharing mig)" : types.toString());
  }

  private Reason missing() {
    return workload.wish().migProfile().isPresent()
        ? Reason.NO_SUCH_MIG_PROFILE
        : Reason.NO_SUCH_GPU;
  }

  private String why(boolean noneOfType, List<NodeDevices> nearest) {
    if (placement.homes().isEmpty()) {
      return nothingLikeIt();
    }
    Optional<String> profile = workload.wish().migProfile();
    return noneOfType && profile.isPresent()
        ? "no node has a slice of MIG profile %s%s; %s"
            .formatted(profile.get(), ofTypes(), profiles())
        : "node " + nearest.getFirst().node() + " " + of(nearest.getFirst()).message();
  }

  private String ofTypes() {
    List<String> types = workload.wish().gpuTypes();
    return types.isEmpty() ? "" : " of " + String.join(" or ", types);
  }

  /** Which profiles there are, each with its nodes. */
  private String profiles() {
    Map<String, NavigableSet<String>> nodes = new TreeMap<>();
    for (NodeDevices group : placement.homes()) {
      if (group.deviceClass().profile().isPresent()) {
        nodes.computeIfAbsent(group.type(), unused -> new TreeSet<>()).add(group.node());
      }
    }
    return nodes.isEmpty()
        ? "no node has MIG slices: set sharing to exclusive or packed, or partition a GPU"
        : "there are "
            + nodes.entrySet().stream()
                .map(entry -> "%s on %s".formatted(entry.getKey(), several(entry.getValue())))
                .collect(Collectors.joining(", "));
  }

  private static String several(NavigableSet<String> nodes) {
    int more = nodes.size() - NODES_NAMED;
    return nodes.stream().limit(NODES_NAMED).collect(Collectors.joining(" and "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private String nothingLikeIt() {
    String what =
        switch (workload.adapter().home()) {
          case CPU, GPU_OR_CPU -> "no node has processors to run on";
          case GPU -> "no node has a GPU";
          case SIMULATED_GPU -> "no node has simulated GPUs";
        };
    return what + " and engine " + workload.spec().engine().kind().wireName() + " needs it";
  }

  /**
   * What a group misses, as its shortfall will say it, without a word: that is for the nearest.
   * Without end where a group has nothing that would do.
   */
  private long lack(NodeDevices group) {
    if (!isWanted(group) || !gate.admits(group)) {
      return Long.MAX_VALUE;
    }
    Variants variants = placement.variants(group.deviceClass());
    if (!variants.fitting().isEmpty()) {
      return smallest(group).charge().minusOrZero(mostFree(group)).value();
    }
    return variants.tooLarge().isEmpty()
        ? Long.MAX_VALUE
        : missing(group, closest(variants.tooLarge())).value();
  }

  private Shortfall of(NodeDevices group) {
    if (!isWanted(group)) {
      return new Shortfall(
          group.node(),
          group.type(),
          null,
          null,
          null,
          "has %d x %s, the block wants %s"
              .formatted(group.devices().size(), group.type(), wanted()));
    }
    Optional<String> objection = gate.objection(group);
    if (objection.isPresent()) {
      return new Shortfall(
          group.node(), group.type(), mostFree(group).value(), null, null, objection.get());
    }
    Variants variants = placement.variants(group.deviceClass());
    if (!variants.fitting().isEmpty()) {
      return taken(group, smallest(group));
    }
    if (!variants.tooLarge().isEmpty()) {
      return tooLarge(group, closest(variants.tooLarge()));
    }
    return new Shortfall(
        group.node(),
        group.type(),
        mostFree(group).value(),
        null,
        null,
        "has %d x %s, fewer than the block splits its model over"
            .formatted(group.devices().size(), group.type()));
  }

  private Shortfall taken(NodeDevices group, Variant variant) {
    Bytes free = mostFree(group);
    int roomy = placement.room(group, variant.charge(), ledger).size();
    int wanted = variant.split().devices();
    String message =
        group.kind() == DeviceKind.CPU
            ? "has %s of memory free and %s are needed".formatted(free, variant.charge())
            : "needs %d x %s with %s free on each, %d of %d have it"
                .formatted(wanted, group.type(), variant.charge(), roomy, group.devices().size());
    return new Shortfall(
        group.node(),
        group.type(),
        free.value(),
        variant.charge().value(),
        variant.charge().minusOrZero(free).value(),
        message);
  }

  private Shortfall tooLarge(NodeDevices group, Variants.TooLarge best) {
    Bytes free = min(mostFree(group), best.usable());
    Bytes missing = missing(group, best);
    return new Shortfall(
        group.node(),
        group.type(),
        free.value(),
        best.needed().value(),
        missing.value(),
        "over %d x %s needs %s on each and can have %s of %s: %s too much"
            .formatted(
                best.split().devices(),
                group.type(),
                best.needed(),
                free,
                group.deviceClass().total(),
                missing));
  }

  private Bytes missing(NodeDevices group, Variants.TooLarge large) {
    return large.needed().minusOrZero(min(mostFree(group), large.usable()));
  }

  /** Of the ways that do not fit, the one that misses least. */
  private static Variants.TooLarge closest(List<Variants.TooLarge> all) {
    return all.stream()
        .min(Comparator.comparing(large -> large.needed().minusOrZero(large.usable())))
        .orElseThrow();
  }

  private static Bytes min(Bytes one, Bytes other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private Variant smallest(NodeDevices group) {
    return smallest.computeIfAbsent(
        group.deviceClass(),
        there ->
            placement.variants(there).fitting().stream()
                .min(Comparator.comparing(Variant::charge).thenComparing(v -> v.split().devices()))
                .orElseThrow());
  }

  private Bytes mostFree(NodeDevices group) {
    return ledger.stock(group).mostFree();
  }

  /**
   * A group and what it misses.
   *
   * @param bytes of memory on a device
   */
  private record Lack(NodeDevices group, long bytes) {}
}
