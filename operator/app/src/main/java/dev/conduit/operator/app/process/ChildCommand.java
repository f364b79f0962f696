// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param arguments program first
 * @param environment added to ours
 * @param log where its output goes
 */
public record ChildCommand(List<String> arguments, Map<String, String> environment, LogFile log) {
  public ChildCommand {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
