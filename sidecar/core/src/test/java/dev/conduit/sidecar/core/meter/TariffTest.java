// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.HealthCheck;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Price;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TariffTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final Price LIGHT = new Price(0.1, 0.4);
  private static final Price HEAVY = new Price(3, 15, Optional.of(0.3));

  @Test
  void bill_lightAnswer_isBesideWhatTheHeavyTierWouldHaveCost() {
    Bill bill = tariff(HEAVY).bill(LIGHT, new Usage(1_000_000, 500_000, 0));
    assertThat(bill.dollars()).isCloseTo(0.1 + 0.2, EXACT);
    assertThat(bill.allHeavy()).isCloseTo(3 + 7.5, EXACT);
    assertThat(bill.isPriced()).isTrue();
  }

  @Test
  void bill_cachedTokens_costTheirOwnPriceWhereThereIsOne() {
    Usage usage = new Usage(1_000_000, 0, 400_000);
    Bill bill = tariff(HEAVY).bill(LIGHT, usage);
    assertThat(bill.dollars()).as("no price of its own").isCloseTo(0.1, EXACT);
    assertThat(bill.allHeavy()).isCloseTo(0.6 * 3 + 0.4 * 0.3, EXACT);
  }

  @Test
  void bill_moreCachedThanSent_isNoGift() {
    assertThat(Tariff.dollars(HEAVY, new Usage(10, 0, 1_000_000))).isCloseTo(10 * 0.3e-6, EXACT);
  }

  @Test
  void bill_twoHeavyTargets_theCheaperForTheseTokensCounts() {
    Tariff tariff = tariff(new Price(1, 20), new Price(5, 5), Price.UNKNOWN);
    assertThat(tariff.bill(LIGHT, new Usage(1_000_000, 0, 0)).allHeavy()).isCloseTo(1, EXACT);
    assertThat(tariff.bill(LIGHT, new Usage(0, 1_000_000, 0)).allHeavy()).isCloseTo(5, EXACT);
  }

  @Test
  void bill_nothingHeavyHasAPrice_savesNothing() {
    Bill bill = tariff(Price.UNKNOWN).bill(LIGHT, new Usage(1_000_000, 0, 0));
    assertThat(bill.allHeavy()).isEqualTo(bill.dollars());
  }

  @Test
  void bill_targetWithoutPrice_isFreeAndSaysSo() {
    Bill bill = tariff(HEAVY).bill(Price.UNKNOWN, new Usage(1_000_000, 0, 0));
    assertThat(bill.dollars()).isZero();
    assertThat(bill.allHeavy()).isCloseTo(3, EXACT);
    assertThat(bill.isPriced()).isFalse();
  }

  @Test
  void bill_ofTwoAttempts_hasBothCostsAndOneCounterfactual() {
    Usage usage = new Usage(1_000_000, 0, 0);
    Bill both = tariff(HEAVY).bill(HEAVY, usage).and(tariff(HEAVY).bill(LIGHT, usage));
    assertThat(both.dollars()).isCloseTo(3.1, EXACT);
    assertThat(both.allHeavy()).isCloseTo(3, EXACT);
  }

  @Test
  void of_heaviestTierIsOnlyForFallback_theNextOneCounts() {
    Target spare = target(Tier.HEAVY, 0, HEAVY);
    Tariff tariff = Tariff.of(snapshot(List.of(target(Tier.LIGHT, 1, LIGHT), spare)));
    assertThat(tariff.bill(HEAVY, new Usage(1_000_000, 0, 0)).allHeavy()).isCloseTo(0.1, EXACT);
  }

  private static Tariff tariff(Price... heavy) {
    List<Target> targets = new java.util.ArrayList<>();
    targets.add(target(Tier.LIGHT, 1, LIGHT));
    for (Price price : heavy) {
      targets.add(target(Tier.HEAVY, 1, price));
    }
    return Tariff.of(snapshot(targets));
  }

  private static RoutingSnapshot snapshot(List<Target> targets) {
    return new RoutingSnapshot(
        RoutingSnapshot.FORMAT,
        new PolicyRef("default", "test"),
        "r1",
        List.of(Tier.LIGHT, Tier.HEAVY),
        targets,
        List.of(),
        new Classifier(Tier.LIGHT, List.of()),
        Balance.ROUND_ROBIN,
        Resilience.defaults());
  }

  private static Target target(Tier tier, int weight, Price price) {
    return new Target(
        TargetId.of(tier.name(), "m"),
        tier,
        "m",
        List.of(),
        weight,
        Tokens.ZERO,
        Dialect.OPENAI,
        price,
        false,
        HealthCheck.onPath("/health"),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
