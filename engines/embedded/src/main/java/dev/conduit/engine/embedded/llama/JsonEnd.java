// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

/**
 * Watches text for the end of a JSON object or array. A grammar allows white space after the value,
 * and a small model may write it until its tokens are out.
 */
final class JsonEnd {
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean complete;

  /** The part of {@code text} that still belongs to the value. */
  String accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      step(text.charAt(i));
      if (complete) {
        return text.substring(0, i + 1);
      }
    }
    return text;
  }

  boolean isComplete() {
    return complete;
  }

  private void step(char c) {
    if (inString) {
      boolean wasEscaped = escaped;
      escaped = c == '\\' && !wasEscaped;
      inString = c != '"' || wasEscaped;
      return;
    }
    switch (c) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> complete = --depth == 0;
      default -> {
        // numbers, literals, separators and white space do not nest
      }
    }
  }
}
