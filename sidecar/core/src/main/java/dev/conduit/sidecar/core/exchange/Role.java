// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

/** Who wrote a chat message. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL,
  /** A role that this version does not know; passed on untouched. */
  OTHER;

  /** The role by its name on the wire; {@code developer} is a newer name of system. */
  public static Role of(String wire) {
    return switch (wire) {
      case "system", "developer" -> SYSTEM;
      case "user" -> USER;
      case "assistant" -> ASSISTANT;
      case "tool", "function" -> TOOL;
      default -> OTHER;
    };
  }
}
