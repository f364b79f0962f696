// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

/**
 * A field of a model's configuration that no size can be computed from.
 *
 * @param field as the file names it
 * @param why what it holds, and what to do about it
 */
public record NotUnderstood(String field, String why) {
  @Override
  public String toString() {
    return field + ": " + why;
  }
}
