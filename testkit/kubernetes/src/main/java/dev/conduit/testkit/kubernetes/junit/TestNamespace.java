// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.junit;

/**
 * A namespace that one test has for itself; deleted after it.
 *
 * @param name a DNS label
 */
public record TestNamespace(String name) {
  @Override
  public String toString() {
    return name;
  }
}
