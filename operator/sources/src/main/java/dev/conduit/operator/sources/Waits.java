// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.time.Duration;
import java.util.Optional;

/** How long until a model is asked for again. */
@FunctionalInterface
interface Waits {
  /**
   * @param came what the last attempt gave
   * @param failures how many attempts one after another gave no headers, the last included
   * @return empty for never: what was read stays as it is
   */
  Optional<Duration> next(RemoteModel model, ModelReading came, int failures);

  /** Whether the model is not there, not readable, or not for this user, until somebody acts. */
  static boolean isLasting(ModelReading came) {
    return came instanceof ModelReading.Obstructed(Obstacle obstacle, _)
        && obstacle != Obstacle.UNREACHABLE;
  }
}
