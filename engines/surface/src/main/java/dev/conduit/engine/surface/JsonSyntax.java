// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.util.Optional;

/**
 * Finds where a text stops being JSON, in the words and at the offset that Python's decoder gives,
 * since vLLM's clients know those. Runs only after a parser has refused the text.
 *
 * <p>Source: messages of CPython's json module; the recorded answer err-json.http.
 */
final class JsonSyntax {

  /** Offset in characters, and Python's words for what is wrong there. */
  record Fault(int offset, String message) {}

  private static final int MAX_DEPTH = 500;

  private final String text;
  private int at;

  private JsonSyntax(String text) {
    this.text = text;
  }

  /** The first fault; for a text in which this finds none, its end. */
  static Fault explain(String text) {
    try {
      JsonSyntax syntax = new JsonSyntax(text);
      syntax.value(0);
      return syntax.rest().orElse(new Fault(text.length(), "Expecting value"));
    } catch (Found found) {
      return found.fault;
    }
  }

  private Optional<Fault> rest() {
    space();
    return at < text.length() ? Optional.of(new Fault(at, "Extra data")) : Optional.empty();
  }

  private void value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new Found(at, "nesting is too deep");
    }
    space();
    char c = peek();
    switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> scalar();
    }
  }

  private void object(int depth) {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw new Found(at, "Expecting property name enclosed in double quotes");
      }
      string();
      space();
      expect(':', "Expecting ':' delimiter");
      value(depth + 1);
      space();
      if (peek() == '}') {
        at++;
        return;
      }
      expect(',', "Expecting ',' delimiter");
    }
  }

  private void array(int depth) {
    at++;
    space();
    if (peek() == ']') {
      at++;
      return;
    }
    while (true) {
      value(depth + 1);
      space();
      if (peek() == ']') {
        at++;
        return;
      }
      expect(',', "Expecting ',' delimiter");
    }
  }

  private void string() {
    int start = at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return;
      }
      if (c < ' ') {
        throw new Found(at, "Invalid control character at");
      }
      at += c == '\\' ? 2 : 1;
    }
    throw new Found(start, "Unterminated string starting at");
  }

  private void scalar() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789truefalsn".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String word = text.substring(start, at);
    boolean known =
        word.equals("true")
            || word.equals("false")
            || word.equals("null")
            || word.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    if (!known) {
      throw new Found(start, "Expecting value");
    }
  }

  private void expect(char c, String message) {
    if (peek() != c) {
      throw new Found(at, message);
    }
    at++;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    Found(int offset, String message) {
      super(message, null, false, false);
      this.fault = new Fault(offset, message);
    }
  }
}
