// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/**
 * A node's taint that keeps pods away.
 *
 * @param value empty when it has none
 * @param effect {@code NoSchedule} or {@code NoExecute}
 */
public record Taint(String key, String value, String effect) {
  /** As kubectl writes it. */
  @Override
  public String toString() {
    return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
  }
}
