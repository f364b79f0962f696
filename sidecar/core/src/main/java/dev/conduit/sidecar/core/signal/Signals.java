// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.contract.DataKind;
import dev.conduit.contract.TaskType;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen in a request, for explanations: kinds and counts, never the text.
 *
 * @param prompt estimated tokens
 * @param answer the limit that the request sets; zero for none
 * @param task what it asks for
 * @param languages codes, the likeliest first
 * @param messages how many
 * @param hasTools whether tools are offered
 * @param inToolLoop whether the model called tools since a user last said something
 * @param hasSchema whether the answer must be JSON
 * @param textBytes of what users wrote
 * @param textBytesRead of these, for the score and for {@code structure}: the newest message first
 * @param structure what the text that was read is made of
 * @param data kinds of sensitive data found in the whole body
 */
public record Signals(
    Tokens prompt,
    Tokens answer,
    TaskType task,
    List<String> languages,
    int messages,
    boolean hasTools,
    boolean inToolLoop,
    boolean hasSchema,
    int textBytes,
    int textBytesRead,
    List<Sighting> structure,
    List<Sighting> data) {

  /** Parts of texts that say something about how hard they are, or what is wanted. */
  private static final List<Measure> SHOWN =
      List.of(
          Measure.WORDS,
          Measure.LONG_WORDS,
          Measure.NUMBERS,
          Measure.QUESTIONS,
          Measure.FENCES,
          Measure.ITEMS,
          Measure.CHOICES,
          Measure.REASONING,
          Measure.CONDITION,
          Measure.CODE,
          Measure.MATH,
          Measure.FORMAT,
          Measure.LENGTH);

  /**
   * How many of what.
   *
   * @param code for programs, such as {@code longWords}
   * @param what in words for people
   */
  public record Sighting(String code, String what, int count) {}

  /** Whether there is more text than is read for a decision. */
  public boolean isCut() {
    return textBytesRead < textBytes;
  }

  public Signals {
    languages = List.copyOf(languages);
    structure = List.copyOf(structure);
    data = List.copyOf(data);
  }

  /** Reads all that there is to see, however much that costs. */
  public static Signals of(RequestFacts facts, DataScan scan) {
    TextReading reading = new TextReading().read(facts.userText());
    List<Sighting> structure = new ArrayList<>();
    for (Measure measure : SHOWN) {
      add(structure, measure.code(), measure.words(), reading.count(measure));
    }
    for (Cue cue : Cue.values()) {
      add(structure, cue.code(), cue.words(), reading.count(cue));
    }
    List<Sighting> data = new ArrayList<>();
    for (DataKind kind : DataKind.values()) {
      add(data, kind.label(), kind.label(), scan.count(kind));
    }
    return new Signals(
        facts.promptTokens(),
        facts.maxTokens(),
        TaskCues.STANDARD.of(facts),
        Languages.of(facts.userText()),
        facts.messages(),
        facts.hasTools(),
        facts.turn().inToolLoop(),
        facts.hasSchema(),
        facts.userText().bytes(),
        Math.min(facts.userText().bytes(), TextReading.MAX_BYTES),
        structure,
        data);
  }

  private static void add(List<Sighting> all, String code, String what, int count) {
    if (count > 0) {
      all.add(new Sighting(code, what, count));
    }
  }
}
