// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.meter.Usage;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Skip;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What paired answers give and cost. Any thread. */
public final class PairMeters {
  private final MeterRegistry registry;

  PairMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A pair was judged.
   *
   * @param gain of the heavier answer
   */
  public void judged(double gain) {
    pair("judged", gain > 0 ? "heavy" : gain < 0 ? "light" : "same");
  }

  /** A request of the sample was not answered a second time. */
  public void skipped(Skip why) {
    pair("skipped", why.label());
  }

  /** A pair was begun and says nothing. */
  public void dropped(Drop why) {
    pair("dropped", why.label());
  }

  private void pair(String result, String cause) {
    counter(MetricName.PAIRS, Tags.of(Label.RESULT.key(), result, Label.CAUSE.key(), cause))
        .increment();
  }

  /** A call in the background was answered. */
  public void used(Target target, Usage usage, double dollars) {
    Tags own = Tags.of(Label.TIER.key(), target.tier().name(), Label.MODEL.key(), target.model());
    counter(MetricName.PAIR_TOKENS, own.and(Label.TYPE.key(), "input"))
        .increment((double) usage.inputTokens());
    counter(MetricName.PAIR_TOKENS, own.and(Label.TYPE.key(), "output"))
        .increment((double) usage.outputTokens());
    counter(MetricName.PAIR_COST, own).increment(dollars);
  }

  private Counter counter(MetricName name, Tags tags) {
    return Counter.builder(name.id()).description(name.description()).tags(tags).register(registry);
  }
}
