// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.operator.app.console.ExitCode;

/** What wakes a session. */
sealed interface Event {
  /** A child's state changed. */
  record Changed() implements Event {}

  /** Something in the folder of manifests changed. */
  record Edited() implements Event {}

  /** It shall end. */
  record Stop(ExitCode with) implements Event {}
}
