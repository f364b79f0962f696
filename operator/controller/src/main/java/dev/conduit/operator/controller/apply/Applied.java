// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import dev.conduit.operator.core.observed.Trouble;

/** How writing a plan went. */
public sealed interface Applied {
  /** Everything is as planned, or asked to be. */
  record Done() implements Applied {}

  /** The plan was made from what is not so any more: nothing was written. */
  record Outdated() implements Applied {}

  /** Something could not be written and will be tried again. */
  record Incomplete(Trouble trouble) implements Applied {}
}
