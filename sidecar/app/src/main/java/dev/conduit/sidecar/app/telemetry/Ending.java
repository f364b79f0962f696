// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.failure.FailureMapper;
import dev.conduit.sidecar.core.meter.Usage;
import java.util.Optional;

/**
 * How a request ended.
 *
 * @param outcome {@value #OK}, {@code status_<n>} of an engine, or the code of a failure
 * @param usage as the engine told; absent is not zero
 */
public record Ending(String outcome, Optional<Usage> usage) {
  static final String OK = "ok";

  /** The outcome of a caller that went away. */
  public static final String CLIENT_CLOSED = FailureMapper.map(new Failure.ClientGone()).code();

  /** The outcome of an engine's complete answer. */
  public static String outcome(int status) {
    return status < 400 ? OK : "status_" + status;
  }

  /** With a failure. */
  public static Ending failed(Failure failure) {
    return new Ending(FailureMapper.map(failure).code(), Optional.empty());
  }

  /** Whether it ended in this way. */
  public boolean isBy(String one) {
    return outcome.equals(one);
  }

  /** Whether the caller got a good answer, as a whole. */
  public boolean isGood() {
    return outcome.equals(OK);
  }
}
