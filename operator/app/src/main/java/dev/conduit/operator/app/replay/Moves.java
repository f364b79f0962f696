// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

/** What comes after the first part of {@code x-conduit-reason}, in words. */
final class Moves {
  private Moves() {}

  static String words(String suffix) {
    return switch (suffix) {
      case "constrained" -> "another tier, because of constraints";
      case "context-window" -> "another tier, because of its context window";
      case "context-window-tight" -> "the largest context window, which may be too small";
      case "conversation" -> "kept on the conversation's heavier tier";
      case "score-by-rule" -> "score changed by rules";
      default -> suffix;
    };
  }
}
