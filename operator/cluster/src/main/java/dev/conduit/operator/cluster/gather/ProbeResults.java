// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import java.util.Optional;

/** What engines answered when they were asked whether they do what their block says. */
public interface ProbeResults {
  /** For one that asks nobody: every pod that the kubelet calls ready counts as ready. */
  ProbeResults TRUSTING = run -> Optional.of(new Result.Passed());

  /** Of the run's last probe; empty before the first. */
  Optional<Result> of(EngineRun run);

  /** How a probe ended. */
  sealed interface Result {
    record Passed() implements Result {}

    /** The note says what was asked and answered. */
    record Failed(String note) implements Result {}
  }
}
