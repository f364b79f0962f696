// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What a cascade does, costs and saves. Any thread. */
public final class CascadeMeters {
  private final MeterRegistry registry;

  CascadeMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A tier answered first and its answer was passed on.
   *
   * @param by what spoke for it
   */
  public void verified(Tier tier, String by) {
    step(tier, "verified", by);
  }

  /** A tier's answer was not good enough. */
  public void escalated(Tier tier, String why) {
    step(tier, "escalated", why);
  }

  /** A request that might have been answered by this tier first went straight to its own. */
  public void skipped(Tier tier, String why) {
    step(tier, "skipped", why);
  }

  private void step(Tier tier, String result, String cause) {
    counter(
            MetricName.CASCADE_STEPS,
            Tags.of(Label.TIER.key(), tier.name(), Label.RESULT.key(), result)
                .and(Label.CAUSE.key(), cause))
        .increment();
  }

  /** An answer of the target was paid for and thrown away. */
  public void wasted(Target target, double dollars) {
    counter(MetricName.CASCADE_WASTED, own(target)).increment(dollars);
  }

  /** An answer of the target cost so much less than one of the tier that was decided. */
  public void saved(Target target, double dollars) {
    counter(MetricName.CASCADE_SAVED, own(target)).increment(Math.max(0, dollars));
  }

  private static Tags own(Target target) {
    return Tags.of(Label.TIER.key(), target.tier().name(), Label.MODEL.key(), target.model());
  }

  private Counter counter(MetricName name, Tags tags) {
    return Counter.builder(name.id()).description(name.description()).tags(tags).register(registry);
  }
}
