// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.operator.core.observed.ModelReading;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits that double with each failure, for registries count what they are asked, and the nodes'
 * pulls have the same budget. What lasts until somebody acts starts slower.
 *
 * @param passing the first wait where the place did not answer
 * @param lasting the first wait after any other failure
 * @param longest before the scatter
 * @param tag how often a tag is asked for, that may be moved
 * @param random scatters by a fifth either way: not all models are asked for at once
 */
public record Backoff(
    Duration passing, Duration lasting, Duration longest, Duration tag, RandomGenerator random)
    implements Waits {
  private static final int MOST_DOUBLINGS = 20;
  private static final double SCATTER = 0.2;

  /** Of an operator: a minute or five at first, at most an hour; tags each ten minutes. */
  public static Backoff usual() {
    return new Backoff(
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        RandomGenerator.of("L64X128MixRandom"));
  }

  @Override
  public Optional<Duration> next(RemoteModel model, ModelReading came, int failures) {
    if (came instanceof ModelReading.Headers) {
      return model instanceof OciModel one && one.isTag()
          ? Optional.of(scattered(tag))
          : Optional.empty();
    }
    return Optional.of(scattered(after(came, failures)));
  }

  /**
   * Before the scatter.
   *
   * @param came what the last attempt gave
   * @param failures how many attempts one after another gave no headers, the last included
   */
  public Duration after(ModelReading came, int failures) {
    Duration first = Waits.isLasting(came) ? lasting : passing;
    Duration grown = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    return grown.compareTo(longest) < 0 ? grown : longest;
  }

  private Duration scattered(Duration wait) {
    double factor;
    synchronized (random) {
      factor = random.nextDouble(1 - SCATTER, 1 + SCATTER);
    }
    return Duration.ofMillis(Math.round(wait.toMillis() * factor));
  }
}
