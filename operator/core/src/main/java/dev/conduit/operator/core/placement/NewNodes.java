// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Machines that are not there, and would hold replicas that have no place. */
public final class NewNodes {
  private static final List<Integer> SIZES = List.of(1, 2, 4, 8);

  /** The cheapest; where prices are not known, memory in all, then how many GPUs. */
  private static final Comparator<Offer> LEAST =
      Comparator.comparingLong(Offer::cost)
          .thenComparingLong(offer -> memory(offer.nodes()))
          .thenComparingInt(offer -> gpus(offer.nodes()))
          .thenComparing(offer -> offer.nodes().gpu());

  private NewNodes() {}

  /** With GPUs of a type that is there, cheapest first; else of any type that is known. */
  public static List<Remedy.FurtherNodes> of(Workload workload, Hardware hardware, int missing) {
    if (workload.adapter().home() == EngineAdapter.Home.CPU) {
      return List.of();
    }
    List<Remedy.FurtherNodes> there =
        withTypes(hardware.gpusFor(workload), workload, hardware, missing);
    return there.isEmpty() ? withTypes(hardware.types(), workload, hardware, missing) : there;
  }

  /** As they would be in an inventory, with names that no node has. */
  public static List<Node> nodes(Remedy.FurtherNodes more, boolean simulated) {
    List<Device> devices =
        IntStream.range(0, more.gpus())
            .mapToObj(
                i ->
                    new Device(
                        String.valueOf(i), DeviceKind.GPU, more.gpu(), more.memory(), Bytes.ZERO))
            .toList();
    return IntStream.range(0, more.nodes())
        .mapToObj(i -> new Node("further node " + i, "", simulated, devices))
        .toList();
  }

  private static List<Remedy.FurtherNodes> withTypes(
      List<GpuType> types, Workload workload, Hardware hardware, int missing) {
    List<Offer> offers = new ArrayList<>();
    for (GpuType type : types) {
      if (workload.wish().preference(type.name()) >= 0) {
        DeviceClass one = deviceClass(type, workload, hardware);
        needed(one, workload, hardware)
            .ifPresent(gpus -> offers.add(offer(type, gpus, Math.max(1, missing), one)));
      }
    }
    return offers.stream().sorted(LEAST).map(Offer::nodes).toList();
  }

  private static DeviceClass deviceClass(GpuType type, Workload workload, Hardware hardware) {
    boolean simulated = workload.adapter().home() == EngineAdapter.Home.SIMULATED_GPU;
    Remedy.FurtherNodes largest =
        new Remedy.FurtherNodes(1, SIZES.getLast(), type.name(), type.total());
    return hardware.classOn(nodes(largest, simulated).getFirst());
  }

  /** The fewest GPUs of the class that hold a replica. */
  private static OptionalInt needed(DeviceClass one, Workload workload, Hardware hardware) {
    return hardware.sizes().of(workload, one).fitting().stream().mapToInt(Variant::devices).min();
  }

  /** One that holds all where there is such a one, else the fewest of the largest. */
  private static Remedy.FurtherNodes machines(GpuType type, int gpus, int replicas) {
    int largest = SIZES.getLast();
    int size = SIZES.stream().filter(one -> one >= gpus * replicas).findFirst().orElse(largest);
    int nodes = Math.ceilDiv(replicas, Math.max(1, size / gpus));
    return new Remedy.FurtherNodes(nodes, size, type.name(), type.total());
  }

  private static Offer offer(GpuType type, int gpus, int replicas, DeviceClass one) {
    Remedy.FurtherNodes nodes = machines(type, gpus, replicas);
    return new Offer(
        nodes, one.price().isEmpty() ? Long.MAX_VALUE : one.price().getAsLong() * gpus(nodes));
  }

  private static int gpus(Remedy.FurtherNodes more) {
    return more.nodes() * more.gpus();
  }

  private static long memory(Remedy.FurtherNodes more) {
    return more.memory().value() * gpus(more);
  }

  /**
   * Machines and their price.
   *
   * @param cost millionths of a US dollar per hour; the most there is where it is not known
   */
  private record Offer(Remedy.FurtherNodes nodes, long cost) {}
}
