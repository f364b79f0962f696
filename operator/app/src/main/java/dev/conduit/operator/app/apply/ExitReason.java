// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.apply.EngineState.Fault;
import java.util.Optional;

/** What an engine's end says about the use of starting it again. */
final class ExitReason {
  private static final int MODEL = 7;
  private static final int USAGE = 64;

  private ExitReason() {}

  /**
   * The fault that another start would meet again; empty when another start may help.
   *
   * @param status that our own engines give: 7 when the model could not be fetched, 64 for
   *     arguments that they do not take
   */
  static Optional<Fault> of(int status) {
    return switch (status) {
      case MODEL -> Optional.of(Fault.MODEL);
      case USAGE -> Optional.of(Fault.ENGINE);
      default -> Optional.empty();
    };
  }
}
