// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

/** Finds where an object ends in a text that comes in pieces. */
final class JsonExtent {

  private int depth;
  private boolean inString;
  private boolean escaped;

  /** Index just past the object's last brace in this piece; -1 while it goes on. */
  int advance(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      if (ends(piece.charAt(i))) {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean ends(char c) {
    if (inString) {
      inString = escaped || c != '"';
      escaped = !escaped && c == '\\';
      return false;
    }
    switch (c) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        return depth <= 0;
      }
      default -> {}
    }
    return false;
  }
}
