// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.util.List;

/**
 * How far the data planes of one policy are, for its status.
 *
 * @param total that are connected
 * @param inSync that said they run the last snapshot
 * @param refusals of those that said they cannot take it, at most {@value #MAX_REFUSALS}
 */
public record Sync(int total, int inSync, List<Refusal> refusals) {
  static final int MAX_REFUSALS = 10;

  /** Nobody is connected. */
  public static final Sync NONE = new Sync(0, 0, List.of());

  public Sync {
    refusals = List.copyOf(refusals);
  }

  /**
   * A data plane that keeps its last good snapshot.
   *
   * @param pod that it runs in
   * @param version of the data plane
   * @param problems each names a field of the snapshot
   */
  public record Refusal(String pod, String version, List<String> problems) {
    public Refusal {
      problems = List.copyOf(problems);
    }
  }
}
