// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import java.util.Locale;

/** What is counted in a text. The order is part of the model file: add at the end only. */
public enum Measure {
  BYTES("bytes read"),
  WORDS("words"),
  NUMBERS("numbers"),
  DIGITS("digits"),
  CAPITALS("capital letters"),
  COMMAS("commas"),
  SENTENCES("ends of sentences"),
  LINES("line feeds"),
  QUESTIONS("question marks"),
  LONG_WORDS("words of nine letters and more"),
  SYMBOLS("signs of formulas and code"),
  FENCES("code fences"),
  ITEMS("items of a list"),
  CHOICES("choices to take from"),
  NEGATION("negations"),
  EACH("words like \"each\""),
  COMPARISON("comparisons"),
  MULTIPLE("words like \"twice\""),
  CONDITION("conditions"),
  SEQUENCE("steps in time"),
  REASONING("words that ask for reasons"),
  CODE("words of programming"),
  MATH("words of mathematics"),
  EXTRACTION("words that ask to find in a text"),
  SUMMARY("words that ask for a summary"),
  TRANSLATION("words that ask for a translation"),
  CREATIVE("words that ask for a story or a poem"),
  FORMAT("words that ask for a format"),
  LENGTH("words that ask for a length"),
  DECIMALS("numbers with a fraction"),
  BRACKETS("colons, semicolons and brackets"),
  LAST_DIGITS("digits in the last sentence"),
  DIFFERENT("different words and signs");

  private final String words;

  Measure(String words) {
    this.words = words;
  }

  /** Where its count stands; the order of this enumeration is that of the model file. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  /** For programs, such as {@code longWords}. */
  String code() {
    return code(name());
  }

  /** Of a constant's name. */
  static String code(String name) {
    String[] parts = name.toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder code = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      code.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i].substring(1));
    }
    return code.toString();
  }

  /** What was counted, in words for people, in the plural. */
  public String words() {
    return words;
  }
}
