// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.contract.Price;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tokens cost, in US dollars per million; a target without a price counts as 0.
 *
 * @param targets of the policy, in its order
 * @param prices of each of them
 */
public record Tariff(List<Target> targets, Map<TargetId, Price> prices) {
  public Tariff {
    targets = List.copyOf(targets);
    prices = Map.copyOf(prices);
  }

  /** Of some tokens. */
  record Bill(long input, long output) {
    double at(Price price) {
      return (input * price.inputPerMillion() + output * price.outputPerMillion()) / 1e6;
    }
  }

  /** What became of prices that were given beside the policy. */
  public sealed interface Made {
    /** All of them are of the policy's targets. */
    record Done(Tariff tariff) implements Made {}

    /** One is of something else; the message names what there is. */
    record Unknown(String message) implements Made {}
  }

  /**
   * @param given by tier or by target; they go before the prices of the policy
   */
  public static Made of(RoutingSnapshot snapshot, Map<String, Price> given) {
    Map<TargetId, Price> prices = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (Target target : snapshot.targets()) {
      Price ofTier = given.getOrDefault(target.tier().name(), target.price());
      prices.put(target.id(), given.getOrDefault(target.id().value(), ofTier));
      names.add(target.id().value());
    }
    snapshot.tiers().forEach(tier -> names.add(tier.name()));
    return given.keySet().stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .<Made>map(
            name ->
                new Made.Unknown(
                    "\"%s\" is no tier and no target of the policy; there are: %s"
                        .formatted(name, String.join(", ", names))))
        .orElseGet(() -> new Made.Done(new Tariff(snapshot.targets(), prices)));
  }

  /** Whether anything costs something: else nothing can be said about money. */
  boolean isKnown() {
    return prices.values().stream().anyMatch(price -> !isFree(price));
  }

  /** Targets that count as 0. */
  List<String> free() {
    return targets.stream()
        .filter(target -> isFree(prices.getOrDefault(target.id(), Price.UNKNOWN)))
        .map(target -> target.id().value())
        .toList();
  }

  Price of(TargetId target) {
    return prices.getOrDefault(target, Price.UNKNOWN);
  }

  /** The mean over a tier's targets by weight; over all alike where none has any. */
  Price mean(Tier tier) {
    List<Target> own = targets.stream().filter(target -> target.tier().equals(tier)).toList();
    boolean isWeighted = own.stream().anyMatch(target -> target.weight() > 0);
    double all = 0;
    double input = 0;
    double output = 0;
    for (Target target : own) {
      double weight = isWeighted ? target.weight() : 1;
      Price price = of(target.id());
      all += weight;
      input += weight * price.inputPerMillion();
      output += weight * price.outputPerMillion();
    }
    return all == 0 ? Price.UNKNOWN : new Price(input / all, output / all);
  }

  private static boolean isFree(Price price) {
    return price.inputPerMillion() == 0 && price.outputPerMillion() == 0;
  }
}
