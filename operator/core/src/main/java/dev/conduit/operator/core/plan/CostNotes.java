// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.placement.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a user should know of what a block costs, and why a place that exists is not taken. */
final class CostNotes {
  private static final String PRICED_BY =
      "add %1$s to the ConfigMap conduit-prices, or label its nodes conduit.dev/hourly-cost";

  private final ObjectRef block;
  private final Limits limits;
  private final Collection<Place> places;

  CostNotes(ObjectRef block, Limits limits, Collection<Place> places) {
    this.block = block;
    this.limits = limits;
    this.places = List.copyOf(places);
  }

  /**
   * A replica has a place, which the limit does not pay for.
   *
   * @param place that it would take if money were no matter
   * @param rest what all without a place would then take; empty when not all would have one
   * @param others that would help too
   */
  Finding.DoesNotFit tooDear(Place place, List<Place> rest, List<Remedy> others) {
    String where =
        "%d x %s on node %s".formatted(place.devices().size(), type(place), place.node());
    String limit = dollars(limits.most().orElse(0.0));
    if (place.hourlyCost().isEmpty()) {
      return misfit(
          Reason.COST_ABOVE_LIMIT,
          "no price of %s is known, so spec.compute.maxHourlyCost %s cannot be kept on %s: %s"
              .formatted(type(place), limit, where, PRICED_BY.formatted(type(place))),
          others);
    }
    double cost = place.hourlyCost().get();
    List<Remedy> remedies = new ArrayList<>();
    if (!rest.isEmpty() && rest.stream().allMatch(one -> one.hourlyCost().isPresent())) {
      double sum = Limits.cost(places) + Limits.cost(rest);
      remedies.add(
          new Remedy.Edit("spec.compute.maxHourlyCost", DoubleNode.valueOf(toTheCentAbove(sum))));
    }
    remedies.addAll(others);
    return misfit(
        Reason.COST_ABOVE_LIMIT,
        "the next one, %s, costs %s per hour and %s of spec.compute.maxHourlyCost %s is left"
            .formatted(where, dollars(cost), dollars(limits.left(places).orElse(0.0)), limit),
        remedies);
  }

  /**
   * A replica has a place, which is on a spot node and must not be.
   *
   * @param place that it would take if it could be anywhere
   * @param rest what all without a place would then take; empty when not all would have one
   * @param others that would help too
   */
  Finding.DoesNotFit onlySpot(Place place, List<Place> rest, List<Remedy> others) {
    List<Remedy> remedies = new ArrayList<>();
    if (!rest.isEmpty()) {
      long floor = Stream.concat(places.stream(), rest.stream()).filter(one -> !one.spot()).count();
      remedies.add(
          new Remedy.Edit("spec.compute.spot.onDemandFloor", IntNode.valueOf((int) floor)));
    }
    remedies.addAll(others);
    return misfit(
        Reason.ON_DEMAND_FLOOR,
        "spec.compute.spot.onDemandFloor keeps %d of them on on-demand nodes, and only spot nodes such as %s have room"
            .formatted(limits.replicas() - limits.onSpot(), place.node()),
        remedies);
  }

  /** What runs is dearer than the limit: it goes on, for a price that moves stops nothing. */
  Optional<Finding> exceeded() {
    return limits.areExceeded(places)
        ? Optional.of(
            note(
                Reason.COST_ABOVE_LIMIT,
                Severity.WARNING,
                "what runs costs %s per hour, more than spec.compute.maxHourlyCost %s; it goes on: raise the limit, or lower spec.replicas"
                    .formatted(dollars(Limits.cost(places)), dollars(limits.most().orElse(0.0)))))
        : Optional.empty();
  }

  /** Types that replicas are on and whose price nobody knows. */
  Optional<Finding> unpriced() {
    NavigableSet<String> types = new TreeSet<>();
    places.stream()
        .filter(place -> place.hourlyCost().isEmpty())
        .map(place -> place.variant().deviceType())
        .filter(type -> !type.equals("cpu"))
        .forEach(types::add);
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(
            note(
                Reason.PRICE_UNKNOWN,
                Severity.INFO,
                "no price of %s is known: it is taken after all types that have one, and the cost is not shown; %s"
                    .formatted(String.join(", ", types), PRICED_BY.formatted(types.first()))));
  }

  private Finding.DoesNotFit misfit(Reason reason, String why, List<Remedy> remedies) {
    String counted = "%d of %d replicas have a place".formatted(places.size(), limits.replicas());
    return new Finding.DoesNotFit(block, reason, counted, why, List.of(), remedies);
  }

  private static String type(Place place) {
    return place.variant().deviceType();
  }

  private Finding note(Reason reason, Severity severity, String message) {
    return new Finding.Noted(block, reason, severity, message);
  }

  /** So that it is enough. */
  private static double toTheCentAbove(double amount) {
    return Math.ceil(Math.round(amount * 1e6) / 1e4) / 100;
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, "$%.2f", amount);
  }
}
