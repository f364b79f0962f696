// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

/** Which models are looked up on the hub. Files of this machine are read in any case. */
public enum FactsMode {
  /** Those whose size neither the catalogue nor the block tells. */
  AUTO,
  /** All. */
  HUB,
  /** None; what was looked up before is taken. */
  OFFLINE
}
