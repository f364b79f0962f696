// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.revisions;

import java.util.List;
import java.util.Optional;

/**
 * What a sidecar says about its classifier.
 *
 * @param policy that it serves
 * @param learns whether the policy lets it learn
 * @param inUse name of the revision that decides; empty when the policy does not learn
 * @param pinned name of the one that the policy keeps to; empty for none
 * @param outcomes that are kept
 * @param all known ones, in the sidecar's order
 */
public record Revisions(
    String policy, boolean learns, String inUse, String pinned, long outcomes, List<Revision> all) {
  public Revisions {
    all = List.copyOf(all);
  }

  /**
   * A model.
   *
   * @param report how it came, and how it compares with the one before
   */
  public record Revision(String name, String report) {}

  /** Empty when there is none of that name. */
  public Optional<Revision> named(String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
