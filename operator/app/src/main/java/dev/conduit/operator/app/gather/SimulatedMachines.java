// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.gather;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Sourced;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pretended machines that blocks of kind simulator run on; no other block is placed there. */
public final class SimulatedMachines {
  private static final String DEFAULT_TYPE = "H100-80GB";
  private static final String ANY = "auto";
  private static final int GPUS = 8;

  private SimulatedMachines() {}

  /** The real machine, and one with eight GPUs for each type that simulator blocks ask for. */
  public static Inventory beside(Node real, Collection<Sourced<InferenceBlock>> blocks) {
    Set<String> types = new TreeSet<>();
    for (Sourced<InferenceBlock> block : blocks) {
      if (block.resource().getSpec().engine().kind() == EngineKind.SIMULATOR) {
        types.addAll(types(block.resource().getSpec().compute()));
      }
    }
    List<Node> nodes = new ArrayList<>();
    nodes.add(real);
    GpuCatalogue catalogue = GpuCatalogue.bundled();
    // A type that nobody knows gets no machine, and the plan says so.
    types.stream()
        .flatMap(type -> catalogue.named(type).stream())
        .map(SimulatedMachines::node)
        .forEach(nodes::add);
    return new Inventory(nodes);
  }

  private static List<String> types(@Nullable Compute compute) {
    List<String> asked = compute == null || compute.gpu() == null ? List.of() : compute.gpu();
    List<String> named = asked.stream().filter(type -> !type.equals(ANY)).toList();
    return named.isEmpty() ? List.of(DEFAULT_TYPE) : named;
  }

  private static Node node(GpuType type) {
    List<Device> devices =
        IntStream.range(0, GPUS)
            .mapToObj(
                index ->
                    new Device(
                        Integer.toString(index),
                        DeviceKind.GPU,
                        type.name(),
                        type.total(),
                        Bytes.ZERO))
            .toList();
    return new Node("simulated-" + type.name().toLowerCase(Locale.ROOT), "", true, devices);
  }
}
