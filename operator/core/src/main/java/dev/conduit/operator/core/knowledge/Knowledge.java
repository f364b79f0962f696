// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.operator.core.facts.NotUnderstood;
import dev.conduit.operator.core.finding.Reason;

/** What is known of a model that a block names. */
public sealed interface Knowledge {
  /** Enough to say its size. */
  record Known(ServedModel model) implements Knowledge {}

  /** Nothing that a size can be said from. */
  record Unknown() implements Knowledge {}

  /**
   * Its files could not be read, and nothing else tells its size.
   *
   * @param reason of the finding
   * @param why with the way out
   */
  record Unavailable(Reason reason, String why) implements Knowledge {}

  /** Its configuration is there, and a field of it says too little. */
  record Incomprehensible(NotUnderstood problem) implements Knowledge {}
}
