// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.contract.TaskType;
import dev.conduit.sidecar.core.exchange.CodePoints;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request asks for, by words that people use when they ask for it, in English, German,
 * Spanish, French, Chinese and Japanese.
 *
 * <p>Only the beginning and the end of the newest text of a user are read: that is where people say
 * what they want. What asks for a task weighs more than what belongs to its subject. Cost: one pass
 * over at most 2,560 bytes. Source: decision 0017.
 */
public final class TaskCues {
  private static final int HEAD = 2_048;
  private static final int TAIL = 512;

  /** Of the beginning, in characters: what stands here counts double. */
  private static final int FIRST = 160;

  private static final int LEAST = 2;
  private static final TaskType[] TYPES = TaskType.values();

  /** The one there is. */
  public static final TaskCues STANDARD = new TaskCues();

  private final Phrases phrases;
  private final int[] types;
  private final int[] weights;

  private TaskCues() {
    List<String> all = new ArrayList<>();
    List<int[]> meanings = new ArrayList<>();
    for (CueWords cue : CueWords.values()) {
      for (String phrase : cue.phrases()) {
        all.add(phrase);
        meanings.add(new int[] {index(cue.type()), cue.weight()});
      }
    }
    phrases = new Phrases(all);
    types = meanings.stream().mapToInt(m -> m[0]).toArray();
    weights = meanings.stream().mapToInt(m -> m[1]).toArray();
  }

  /** One of all types; {@link TaskType#CHAT} where nothing speaks for another. */
  public TaskType of(RequestFacts facts) {
    if (facts.hasMedia()) {
      return TaskType.MULTIMODAL;
    }
    if (facts.hasTools() || facts.turn().inToolLoop()) {
      return TaskType.TOOLS;
    }
    int[] scores = new int[TYPES.length];
    phrases.read(
        facts.userText().newest(HEAD, TAIL),
        (phrase, at) -> scores[types[phrase]] += weights[phrase] * (at <= FIRST ? 2 : 1));
    marks(facts.userText().newest(HEAD, TAIL), scores);
    TaskType best = TaskType.QA;
    for (TaskType type : ORDER) {
      best = scores[index(type)] > scores[index(best)] ? type : best;
    }
    return scores[index(best)] >= LEAST ? best : TaskType.CHAT;
  }

  private static final List<TaskType> ORDER =
      List.of(
          TaskType.TRANSLATION,
          TaskType.SUMMARY,
          TaskType.EXTRACTION,
          TaskType.CREATIVE,
          TaskType.CODE,
          TaskType.MATH);

  /** What signs tell: a sum with digits on both sides, a fence of code, a question. */
  private static void marks(CodePoints text, int[] scores) {
    int before = ' ';
    int operator = ' ';
    int fence = 0;
    int sums = 0;
    for (int c = text.next(); c != CodePoints.END; c = text.next()) {
      boolean isDigit = c >= '0' && c <= '9';
      sums += isDigit && "+*^=×÷".indexOf(operator) >= 0 ? 1 : 0;
      if (c == '`') {
        fence++;
      } else if (c == '?' || c == '？') {
        scores[index(TaskType.QA)] = Math.max(scores[index(TaskType.QA)], LEAST);
      }
      if (isDigit || Character.isLetter(c)) {
        operator = ' ';
      } else if (c != ' ') {
        boolean isAfterNumber = (before >= '0' && before <= '9') || Character.isLetter(before);
        operator = isAfterNumber ? c : ' ';
      }
      before = c == ' ' ? before : c;
    }
    scores[index(TaskType.MATH)] += Math.min(2, sums) * 3;
    scores[index(TaskType.CODE)] += fence >= 6 ? 4 : 0;
  }

  @SuppressWarnings("EnumOrdinal") // A place in an array that lives for one call.
  private static int index(TaskType type) {
    return type.ordinal();
  }
}
