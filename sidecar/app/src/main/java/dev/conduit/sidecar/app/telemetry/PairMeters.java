// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.meter.Usage;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Skip;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** What paired answers give and cost. Any thread. */
public final class PairMeters {
  private static final List<String> BETTER = List.of("light", "heavy", "same");

  private final MeterRegistry registry;

  PairMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A policy with these targets asks for pairs. What is counted of them begins with 0. */
  public void watches(List<Target> targets) {
    BETTER.forEach(which -> pairs("judged", which));
    for (Target target : targets) {
      tokens(target, "input");
      tokens(target, "output");
      counter(MetricName.PAIR_COST, own(target));
    }
  }

  /**
   * A pair was judged.
   *
   * @param gain of the heavier answer
   */
  public void judged(double gain) {
    pairs("judged", gain > 0 ? "heavy" : gain < 0 ? "light" : "same").increment();
  }

  /** A request of the sample was not answered a second time. */
  public void skipped(Skip why) {
    pairs("skipped", why.label()).increment();
  }

  /** A pair was begun and says nothing. */
  public void dropped(Drop why) {
    pairs("dropped", why.label()).increment();
  }

  /** A call in the background was answered. */
  public void used(Target target, Usage usage, double dollars) {
    tokens(target, "input").increment((double) usage.inputTokens());
    tokens(target, "output").increment((double) usage.outputTokens());
    counter(MetricName.PAIR_COST, own(target)).increment(dollars);
  }

  private Counter pairs(String result, String cause) {
    Tags tags = Tags.of(Label.RESULT.key(), result, Label.CAUSE.key(), cause);
    return counter(MetricName.PAIRS, tags);
  }

  private Counter tokens(Target target, String type) {
    return counter(MetricName.PAIR_TOKENS, own(target).and(Label.TYPE.key(), type));
  }

  private static Tags own(Target target) {
    return Tags.of(Label.TIER.key(), target.tier().name(), Label.MODEL.key(), target.model());
  }

  private Counter counter(MetricName name, Tags tags) {
    return Counter.builder(name.id()).description(name.description()).tags(tags).register(registry);
  }
}
