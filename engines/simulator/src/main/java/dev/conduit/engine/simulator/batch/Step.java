// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import java.util.List;

/**
 * One forward pass of the batch.
 *
 * @param shares what each sequence computes in it, in the order of the batch; empty: nothing to do
 * @param events admissions and preemptions, in order; they hold at once, not at the step's end
 * @param load what the step computes and reads
 */
public record Step(List<Share> shares, List<Event> events, StepLoad load) {

  public Step {
    shares = List.copyOf(shares);
    events = List.copyOf(events);
  }

  public boolean isEmpty() {
    return shares.isEmpty();
  }

  /**
   * A sequence's part.
   *
   * @param tokens computed in this step, at least 1
   */
  public record Share(String id, int tokens) {}
}
