// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.operator.core.facts.NotUnderstood;

/** What is known of a model that a block names. */
public sealed interface Knowledge {
  /** Enough to say its size. */
  record Known(ServedModel model) implements Knowledge {}

  /** Nothing that a size can be said from. */
  record Unknown() implements Knowledge {}

  /** Its configuration is there, and a field of it says too little. */
  record Incomprehensible(NotUnderstood problem) implements Knowledge {}
}
