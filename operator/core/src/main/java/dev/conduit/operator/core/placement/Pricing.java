// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Price;
import dev.conduit.operator.core.observed.Prices;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What devices cost per hour.
 *
 * <p>First of these that is known: what the node itself says, the price of its instance type, both
 * shared out by memory over its GPUs; the price of the GPU type, of which a slice has its share of
 * memory. Processors beside GPUs cost nothing, for the GPUs pay the machine. Amounts are whole
 * millionths of a US dollar, so that equal prices compare equal.
 */
final class Pricing {
  private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
  private static final double MICROS = 1e6;

  private final Prices prices;
  private final GpuCatalogue gpus;
  private final boolean listed;

  /**
   * @param listed whether prices of types apply; not to a person's own machine
   */
  Pricing(Prices prices, GpuCatalogue gpus, boolean listed) {
    this.prices = prices;
    this.gpus = gpus;
    this.listed = listed;
  }

  /**
   * Of one device, the group's smallest.
   *
   * @param type canonical name
   * @param group devices of the type on the node
   */
  OptionalLong of(Node node, String type, List<Device> group) {
    return dollars(node, type, group)
        .map(dollars -> OptionalLong.of(micros(dollars)))
        .orElse(OptionalLong.empty());
  }

  private Optional<Double> dollars(Node node, String type, List<Device> group) {
    Optional<Double> machine = node.hourlyCost().or(() -> byInstanceType(node));
    if (group.getFirst().kind() == DeviceKind.CPU) {
      boolean hasGpus = node.devices().stream().anyMatch(d -> d.kind() == DeviceKind.GPU);
      return hasGpus && listed ? Optional.of(0.0) : machine.map(cost -> hasGpus ? 0 : cost);
    }
    long smallest = group.stream().mapToLong(device -> device.total().value()).min().orElse(0);
    return machine
        .map(cost -> cost * share(node, smallest))
        .or(() -> byGpuType(node, type, smallest));
  }

  /** Of dollars. */
  static long micros(double dollars) {
    return Math.round(dollars * MICROS);
  }

  /** As dollars. */
  static double dollars(long micros) {
    return micros / MICROS;
  }

  private static double share(Node node, long mine) {
    List<Bytes> all =
        node.devices().stream()
            .filter(device -> device.kind() == DeviceKind.GPU)
            .map(Device::total)
            .toList();
    long sum = all.stream().mapToLong(Bytes::value).sum();
    return sum == 0 ? 1.0 / all.size() : mine / (double) sum;
  }

  private Optional<Double> byInstanceType(Node node) {
    return node.scheduling()
        .filter(rules -> listed)
        .map(rules -> rules.labels().getOrDefault(INSTANCE_TYPE, ""))
        .flatMap(type -> prices.machine(type).of(node.spot()));
  }

  private Optional<Double> byGpuType(Node node, String type, long bytes) {
    if (!listed || node.simulated()) {
      return Optional.empty();
    }
    Optional<Double> own = price(type, node.spot());
    return own.or(
        () ->
            GpuSlice.in(type)
                .flatMap(slice -> gpus.named(slice.gpu()))
                .flatMap(whole -> ofSlice(whole, node.spot(), bytes)));
  }

  private Optional<Double> ofSlice(GpuType whole, boolean spot, long bytes) {
    return price(whole.name(), spot).map(cost -> cost * bytes / whole.total().value());
  }

  /** Where only the price on demand is known, a spot node is taken to cost no more. */
  private Optional<Double> price(String type, boolean spot) {
    Price price = prices.gpu(type);
    return price.of(spot).or(price::onDemand);
  }
}
