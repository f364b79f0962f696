// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import java.text.CharacterIterator;
import java.text.StringCharacterIterator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON to maps, lists, text, numbers and booleans, as JSON libraries give it; a core has none
 * of these. Numbers are {@link Long} where they are whole, else {@link Double}. Source: RFC 8259.
 */
final class JsonText {
  private final String text;
  private final CharacterIterator cursor;

  private JsonText(String text) {
    this.text = text;
    this.cursor = new StringCharacterIterator(text);
  }

  /**
   * The object that a text holds. Entries that are {@code null} are left out.
   *
   * @throws IllegalArgumentException when the text is not one JSON object; names the position
   */
  static Map<String, Object> object(String text) {
    JsonText reader = new JsonText(text);
    reader.blanks();
    Map<String, Object> object = reader.object();
    reader.blanks();
    if (!reader.isAtEnd()) {
      throw reader.unexpected("nothing more");
    }
    return object;
  }

  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    expect('{');
    if (isNext('}')) {
      return object;
    }
    do {
      blanks();
      String name = string();
      blanks();
      expect(':');
      Object value = value();
      if (value != null) {
        object.put(name, value);
      }
      blanks();
    } while (isNext(','));
    expect('}');
    return object;
  }

  private List<Object> array() {
    List<Object> array = new ArrayList<>();
    expect('[');
    if (isNext(']')) {
      return array;
    }
    do {
      Object value = value();
      if (value != null) {
        array.add(value);
      }
      blanks();
    } while (isNext(','));
    expect(']');
    return array;
  }

  private @Nullable Object value() {
    blanks();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, cursor.getIndex())) {
      throw unexpected(word);
    }
    cursor.setIndex(cursor.getIndex() + word.length());
    return value;
  }

  private Object number() {
    int start = cursor.getIndex();
    while (!isAtEnd() && "+-.0123456789eE".indexOf(cursor.current()) >= 0) {
      cursor.next();
    }
    String digits = text.substring(start, cursor.getIndex());
    try {
      if (digits.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
        return Long.parseLong(digits);
      }
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      cursor.setIndex(start);
      throw unexpected("a value");
    }
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char next = take();
      value.append(next == '\\' ? escaped() : next);
    }
    cursor.next();
    return value.toString();
  }

  private char escaped() {
    char letter = take();
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> letter;
    };
  }

  private char unicode() {
    char letter = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      letter = (char) (letter * 16 + digit);
      cursor.next();
    }
    return letter;
  }

  private void blanks() {
    while (!isAtEnd() && Character.isWhitespace(cursor.current())) {
      cursor.next();
    }
  }

  private char peek() {
    if (isAtEnd()) {
      throw unexpected("more");
    }
    return cursor.current();
  }

  private char take() {
    char next = peek();
    cursor.next();
    return next;
  }

  private boolean isAtEnd() {
    return cursor.getIndex() >= cursor.getEndIndex();
  }

  private boolean isNext(char wanted) {
    blanks();
    if (peek() != wanted) {
      return false;
    }
    cursor.next();
    return true;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    cursor.next();
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException("character " + cursor.getIndex() + ": expected " + wanted);
  }
}
