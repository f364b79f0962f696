// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

/** Told how far a fetch is. Called from the fetching thread, a few times a second. */
@FunctionalInterface
public interface Progress {
  /** {@code done} of {@code total} bytes; a total of 0 is not known. */
  void at(String what, long done, long total);
}
