// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.RunningEngine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses where a replica goes.
 *
 * <p>Idea: every variant on every group of devices is a candidate; candidates are ordered by the
 * user's preference, then the memory they take in all (the stand-in for cost), then devices, then
 * the larger share; among equals the node with the fewest replicas of the block, the fewest idle
 * devices (so that whole nodes stay free for larger models), then by name. The first with enough
 * free devices is taken. Cost: groups × variants, sorted.
 */
public final class Placement {
  private final Workload workload;
  private final List<Candidate> candidates;
  private final List<NodeDevices> homes;

  private Placement(Workload workload, List<NodeDevices> homes, List<Candidate> candidates) {
    this.workload = workload;
    this.homes = homes;
    this.candidates = candidates;
  }

  public static Placement of(Workload workload, Hardware hardware) {
    List<NodeDevices> homes = hardware.homesFor(workload.adapter().home());
    NodeGate gate = new NodeGate(workload.spec().compute());
    List<Candidate> candidates = new ArrayList<>();
    for (NodeDevices group : homes) {
      if (gate.mismatch(group).isPresent()) {
        continue;
      }
      boolean open = gate.objection(group).isEmpty();
      int preference =
          group.kind() == DeviceKind.CPU
              ? hasGpus(group.host()) ? 1 : 0
              : workload.wish().preference(group.type());
      if (preference >= 0) {
        for (Variant variant : Variants.of(workload, group).fitting()) {
          candidates.add(new Candidate(group, variant, preference, open));
        }
      }
    }
    return new Placement(workload, homes, List.copyOf(candidates));
  }

  /** Devices that a replica of the workload could be on if its type were right. */
  List<NodeDevices> homes() {
    return homes;
  }

  /** A place that is free now; empty when there is none. */
  public Optional<Place> find(Ledger ledger, Map<String, Integer> replicasByNode) {
    Comparator<Candidate> order =
        Comparator.comparingInt(Candidate::preference)
            .thenComparingLong(Candidate::memory)
            .thenComparingInt(candidate -> candidate.variant().split().devices())
            .thenComparing(candidate -> candidate.variant().charge(), Comparator.reverseOrder())
            .thenComparingInt(c -> replicasByNode.getOrDefault(c.group().node(), 0))
            .thenComparingLong(candidate -> idle(candidate.group(), ledger))
            .thenComparing(candidate -> candidate.group().node());
    return candidates.stream()
        .filter(Candidate::open)
        .sorted(order)
        .flatMap(candidate -> on(candidate, ledger).stream())
        .findFirst();
  }

  /** The place where an engine runs already, when what it runs is what is wanted there. */
  public Optional<Place> stay(RunningEngine engine) {
    return candidates.stream()
        .filter(candidate -> candidate.group().node().equals(engine.node()))
        .filter(candidate -> candidate.variant().revision().equals(engine.revision()))
        .flatMap(candidate -> same(candidate, engine).stream())
        .findFirst();
  }

  private static Optional<Place> same(Candidate candidate, RunningEngine engine) {
    List<Device> devices = new ArrayList<>();
    for (String id : engine.deviceIds()) {
      candidate.group().devices().stream()
          .filter(device -> device.id().equals(id))
          .forEach(devices::add);
    }
    boolean all = devices.size() == engine.deviceIds().size();
    return all && devices.size() == candidate.variant().split().devices()
        ? Optional.of(new Place(engine.node(), devices, candidate.variant()))
        : Optional.empty();
  }

  private Optional<Place> on(Candidate candidate, Ledger ledger) {
    NodeDevices group = candidate.group();
    int wanted = candidate.variant().split().devices();
    List<Device> room =
        group.devices().stream()
            .filter(device -> hasRoom(device, group, candidate.variant().charge(), ledger))
            .sorted(
                Comparator.comparing(
                    device ->
                        workload.wish().packed()
                            ? ledger.free(new Slot(group.node(), device.id()))
                            : Bytes.ZERO))
            .limit(wanted)
            .toList();
    return room.size() == wanted
        ? Optional.of(new Place(group.node(), room, candidate.variant()))
        : Optional.empty();
  }

  boolean hasRoom(Device device, NodeDevices group, Bytes charge, Ledger ledger) {
    Slot slot = new Slot(group.node(), device.id());
    if (ledger.free(slot).compareTo(charge) < 0) {
      return false;
    }
    if (group.kind() == DeviceKind.CPU) {
      return true;
    }
    return workload.wish().packed()
        ? !ledger.isExclusive(slot) && !ledger.isLoading(slot)
        : ledger.isIdle(slot);
  }

  /** What runs on processors leaves machines with GPUs to what needs them. */
  private static boolean hasGpus(Node node) {
    return node.devices().stream().anyMatch(device -> device.kind() == DeviceKind.GPU);
  }

  private static long idle(NodeDevices group, Ledger ledger) {
    return group.devices().stream()
        .filter(device -> ledger.isIdle(new Slot(group.node(), device.id())))
        .count();
  }

  /** Open is a candidate that something new may come to; what runs there may stay anyway. */
  private record Candidate(NodeDevices group, Variant variant, int preference, boolean open) {
    long memory() {
      return group.kind() == DeviceKind.CPU
          ? 0
          : variant.deviceTotal().value() * variant.split().devices();
    }
  }
}
