// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/** Why the files of a model could not be read. */
public enum Obstacle {
  /** Whoever keeps them refuses to give them; the engine would be refused too. */
  ACCESS,
  /** There is no such model, revision or file. */
  MISSING,
  /** They are there, and damaged or of a kind that is not understood. */
  UNREADABLE,
  /** Nobody answered, or not in time; they may be as they should. */
  UNREACHABLE,
  /** There is no way yet to read files of such a place. */
  UNSUPPORTED
}
