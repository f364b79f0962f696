// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

/**
 * What words of a text say to a person about how hard it is. Counted beside the {@link Measure}s,
 * but no part of a model: a model learns by itself what words are worth.
 */
public enum Cue {
  /** Asks to design, analyse, weigh, prove: the upper half of Bloom's taxonomy. */
  DEMAND("words that ask for analysis or design"),
  /** Belongs to programs or proofs, and to little else. */
  TECHNICAL("technical words"),
  /** Greetings and thanks. */
  SMALL_TALK("words of small talk");

  private final String words;

  Cue(String words) {
    this.words = words;
  }

  /** Where its count stands, after the measures and the number of buckets. */
  @SuppressWarnings("EnumOrdinal") // A place in an array that lives as long as the program.
  int index() {
    return Measure.values().length + 1 + ordinal();
  }

  /** For programs, such as {@code smallTalk}. */
  String code() {
    return Measure.code(name());
  }

  /** What was counted, in words for people, in the plural. */
  public String words() {
    return words;
  }
}
