// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

/** Leaves out candidates that must not get the request. */
@FunctionalInterface
public interface Filter {
  boolean admits(Candidate candidate);
}
