// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model for as long as a block names it. Any thread may take its readings; attempts are made
 * one after another.
 */
final class Followed {
  private final RemoteModel model;
  private final String place;
  private volatile ModelReading reading;
  private volatile ModelReading.@Nullable Headers held;
  private int failures;
  private long due = System.nanoTime();
  private Credential credential = new Credential(Optional.empty());

  /**
   * @param place that it is asked of, in words
   */
  Followed(RemoteModel model, String place) {
    this.model = model;
    this.place = place;
    this.reading = new ModelReading.Pending(place);
  }

  RemoteModel model() {
    return model;
  }

  ModelReading reading() {
    return reading;
  }

  /**
   * For a block that runs: it is not planned anew by a guess because the hub does not answer, nor
   * stopped because its tag cannot be asked for any more.
   */
  ModelReading patient() {
    ModelReading now = reading;
    if (!(now instanceof ModelReading.Obstructed(Obstacle obstacle, _))) {
      return now;
    }
    ModelReading.Headers before = held;
    if (before != null) {
      return before;
    }
    return obstacle == Obstacle.UNREACHABLE
        ? new ModelReading.Pending(place + ", which does not answer")
        : now;
  }

  /**
   * Whether an attempt is to be made now: its time has come, or its Secret holds something else.
   */
  boolean isDue(Credential now) {
    boolean changed = !now.equals(credential);
    credential = now;
    return changed || left().isZero();
  }

  /** Time until the next attempt. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
  }

  /**
   * Takes what an attempt gave. Headers stay where the place merely does not answer.
   *
   * @return whether there is news
   */
  boolean take(ModelReading came) {
    ModelReading before = reading;
    if (came instanceof ModelReading.Headers headers) {
      failures = 0;
      held = headers;
      reading = headers;
    } else {
      failures++;
      reading = Waits.isLasting(came) || !(before instanceof ModelReading.Headers) ? came : before;
    }
    return !reading.equals(before);
  }

  /** Attempts one after another that gave no headers. */
  int failures() {
    return failures;
  }

  void rest(Duration wait) {
    due = System.nanoTime() + wait.toNanos();
  }
}
