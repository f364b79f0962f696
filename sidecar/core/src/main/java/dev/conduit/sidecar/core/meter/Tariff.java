// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

import dev.conduit.contract.Price;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import java.util.List;

/**
 * What tokens cost by the prices of one snapshot, and what they would have cost had every request
 * gone to the heaviest tier.
 *
 * <p>Arithmetic: {@code (input - cached) * inputPrice + cached * cachedPrice + output *
 * outputPrice}, in dollars per million. The other course is the same tokens at the cheapest of the
 * priced targets of the heaviest tier that has one with a weight. It is an estimate: another model
 * counts tokens in another way, and its answer is not as long. Source: decision 0024.
 */
public final class Tariff {
  private static final double MILLION = 1e6;

  private final List<Price> heaviest;

  private Tariff(List<Price> heaviest) {
    this.heaviest = heaviest;
  }

  /** By the prices of a snapshot. */
  public static Tariff of(RoutingSnapshot snapshot) {
    for (Tier tier : snapshot.tiers().reversed()) {
      List<Target> drawn =
          snapshot.targets().stream()
              .filter(target -> target.tier().equals(tier) && target.weight() > 0)
              .toList();
      if (!drawn.isEmpty()) {
        return new Tariff(drawn.stream().map(Target::price).filter(Price::costs).toList());
      }
    }
    return new Tariff(List.of());
  }

  /** What an answer cost. */
  public Bill bill(Price price, Usage usage) {
    double own = dollars(price, usage);
    return new Bill(own, heaviest.isEmpty() ? own : allHeavy(usage), price.costs());
  }

  private double allHeavy(Usage usage) {
    double least = Double.POSITIVE_INFINITY;
    for (Price price : heaviest) {
      least = Math.min(least, dollars(price, usage));
    }
    return least;
  }

  /** Dollars for these tokens at this price. */
  public static double dollars(Price price, Usage usage) {
    long cached = Math.min(usage.cachedTokens(), usage.inputTokens());
    double input = price.inputPerMillion();
    double full = (usage.inputTokens() - cached) * input;
    double again = cached == 0 ? 0 : cached * price.cachedInputPerMillion().orElse(input);
    return (full + again + usage.outputTokens() * price.outputPerMillion()) / MILLION;
  }
}
