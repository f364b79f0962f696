// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Parses the part of regular expressions that describes a text from left to right: literals,
 * classes, groups, choices, loops and anchors at the ends. Look-around, back references and word
 * boundaries are {@link Unsatisfiable}.
 */
final class RegexParser {
  private static final int FIRST_PRINTABLE = ' ';
  private static final int LAST_PRINTABLE = '~';
  private static final int MOST_REPEATS = 10_000;

  private final String pattern;
  private int position;

  private RegexParser(String pattern) {
    this.pattern = pattern;
  }

  static RegexNode parse(String pattern) {
    RegexParser parser = new RegexParser(pattern);
    RegexNode node = parser.choice();
    if (parser.position < pattern.length()) {
      throw parser.unsupported();
    }
    return node;
  }

  private RegexNode choice() {
    List<RegexNode> options = new ArrayList<>();
    options.add(sequence());
    while (take('|')) {
      options.add(sequence());
    }
    return options.size() == 1 ? options.getFirst() : new RegexNode.Choice(options);
  }

  private RegexNode sequence() {
    List<RegexNode> parts = new ArrayList<>();
    while (position < pattern.length() && peek() != '|' && peek() != ')') {
      if (take('^') || take('$')) {
        continue;
      }
      parts.add(repeated(atom()));
    }
    return new RegexNode.Sequence(parts);
  }

  private RegexNode atom() {
    char next = next();
    return switch (next) {
      case '(' -> group();
      case '[' -> characterClass();
      case '.' -> characters(c -> true);
      case '\\' -> characters(escape());
      case '*', '+', '?', '{' -> throw unsupported();
      default -> new RegexNode.OneOf(List.of(next));
    };
  }

  private RegexNode group() {
    if (take('?')) {
      if (take('<')) {
        if (peek() == '=' || peek() == '!') {
          throw unsupported();
        }
        while (next() != '>') {}
      } else if (!take(':')) {
        throw unsupported();
      }
    }
    RegexNode inside = choice();
    if (!take(')')) {
      throw unsupported();
    }
    return inside;
  }

  private RegexNode repeated(RegexNode atom) {
    if (position == pattern.length()) {
      return atom;
    }
    RegexNode node =
        switch (peek()) {
          case '*' -> loop(atom, 0, Integer.MAX_VALUE);
          case '+' -> loop(atom, 1, Integer.MAX_VALUE);
          case '?' -> loop(atom, 0, 1);
          case '{' -> counted(atom);
          default -> atom;
        };
    if (node != atom) {
      // A lazy or possessive loop matches no other texts.
      boolean _ = take('?') || take('+');
    }
    return node;
  }

  private RegexNode loop(RegexNode atom, int min, int max) {
    position++;
    return new RegexNode.Repeat(atom, min, max);
  }

  private RegexNode counted(RegexNode atom) {
    position++;
    int min = number();
    int max = min;
    if (take(',')) {
      max = peek() == '}' ? Integer.MAX_VALUE : number();
    }
    if (!take('}') || max < min) {
      throw unsupported();
    }
    return new RegexNode.Repeat(atom, min, max);
  }

  private int number() {
    int start = position;
    while (position < pattern.length() && Character.isDigit(peek())) {
      position++;
    }
    if (start == position || position - start > 5) {
      throw unsupported();
    }
    int number = Integer.parseInt(pattern.substring(start, position));
    if (number > MOST_REPEATS) {
      throw unsupported();
    }
    return number;
  }

  private RegexNode characterClass() {
    boolean negated = take('^');
    IntPredicate members = c -> false;
    do {
      members = members.or(classMember());
    } while (peek() != ']');
    position++;
    return characters(negated ? members.negate() : members);
  }

  private IntPredicate classMember() {
    char from = next();
    if (from == '\\') {
      return rangeFrom(escape());
    }
    if (from == '[' || (from == '&' && peek() == '&')) {
      throw unsupported();
    }
    return rangeFrom(c -> c == from);
  }

  /** A range, when a dash and another character follow; the characters alone otherwise. */
  private IntPredicate rangeFrom(IntPredicate first) {
    boolean range =
        position + 1 < pattern.length() && peek() == '-' && pattern.charAt(position + 1) != ']';
    int[] low = IntStream.rangeClosed(0, Character.MAX_VALUE).filter(first).limit(2).toArray();
    if (!range || low.length != 1) {
      return first;
    }
    position++;
    char high = next() == '\\' ? escapedCharacter() : pattern.charAt(position - 1);
    return c -> c >= low[0] && c <= high;
  }

  private char escapedCharacter() {
    int[] one = IntStream.rangeClosed(0, Character.MAX_VALUE).filter(escape()).limit(2).toArray();
    if (one.length != 1) {
      throw unsupported();
    }
    return (char) one[0];
  }

  private IntPredicate escape() {
    char kind = next();
    IntPredicate digit = c -> c >= '0' && c <= '9';
    IntPredicate word =
        c -> digit.test(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    IntPredicate space = c -> c == ' ' || (c >= '\t' && c <= '\r');
    return switch (kind) {
      case 'd' -> digit;
      case 'D' -> digit.negate();
      case 'w' -> word;
      case 'W' -> word.negate();
      case 's' -> space;
      case 'S' -> space.negate();
      case 't' -> c -> c == '\t';
      case 'n' -> c -> c == '\n';
      case 'r' -> c -> c == '\r';
      case 'f' -> c -> c == '\f';
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      default -> {
        if (Character.isLetterOrDigit(kind)) {
          throw unsupported();
        }
        yield c -> c == kind;
      }
    };
  }

  private IntPredicate hex(int digits) {
    if (position + digits > pattern.length()) {
      throw unsupported();
    }
    String text = pattern.substring(position, position + digits);
    position += digits;
    try {
      int value = Integer.parseUnsignedInt(text, 16);
      return c -> c == value;
    } catch (NumberFormatException e) {
      throw unsupported();
    }
  }

  /** Printable ASCII where there is some, so that a made-up text can be read. */
  private static RegexNode characters(IntPredicate members) {
    List<Character> printable =
        IntStream.rangeClosed(FIRST_PRINTABLE, LAST_PRINTABLE)
            .filter(members)
            .mapToObj(c -> (char) c)
            .toList();
    if (!printable.isEmpty()) {
      return new RegexNode.OneOf(printable);
    }
    return new RegexNode.OneOf(
        IntStream.rangeClosed(0, Character.MIN_SURROGATE - 1)
            .filter(members)
            .limit(64)
            .mapToObj(c -> (char) c)
            .toList());
  }

  private boolean take(char wanted) {
    if (position < pattern.length() && pattern.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  private char peek() {
    if (position >= pattern.length()) {
      throw unsupported();
    }
    return pattern.charAt(position);
  }

  private char next() {
    char next = peek();
    position++;
    return next;
  }

  private Unsatisfiable unsupported() {
    return new Unsatisfiable(
        "the regular expression is not supported at position %d: %s"
            .formatted(position, pattern.length() > 80 ? pattern.substring(0, 80) : pattern));
  }
}
