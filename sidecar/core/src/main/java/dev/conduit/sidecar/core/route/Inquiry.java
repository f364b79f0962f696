// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import com.google.re2j.Pattern;
import dev.conduit.contract.DataKind;
import dev.conduit.contract.TaskType;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.exchange.WholeBody;
import dev.conduit.sidecar.core.signal.DataScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One decision under way: the request, and what was found out about it so far. Each thing is looked
 * for when a rule first asks, and then known. Confined to one call.
 */
final class Inquiry {
  private final Ask ask;
  private final Senses senses;
  private final List<WholeBody> answers;
  private final Once<BitSet> keywords = new Once<>();
  private final Once<byte[]> userText = new Once<>();
  private final Once<DataScan> data = new Once<>();
  private final Once<List<String>> dataClasses = new Once<>();
  private final Once<TaskType> task = new Once<>();

  Inquiry(Ask ask, Senses senses) {
    this(ask, senses, List.of());
  }

  /**
   * @param answers to the request: classes of data are looked for in them, too
   */
  Inquiry(Ask ask, Senses senses, List<WholeBody> answers) {
    this.ask = ask;
    this.senses = senses;
    this.answers = List.copyOf(answers);
  }

  Ask ask() {
    return ask;
  }

  RequestFacts facts() {
    return ask.facts();
  }

  TaskType task() {
    return task.get(this::readTask);
  }

  boolean hasKeyword(int rule) {
    return keywords.get(this::readKeywords).get(rule);
  }

  /** Classes that the request belongs to, as its header says and as was found. */
  List<String> dataClasses() {
    if (senses.readsData()) {
      return dataClasses.get(this::readDataClasses);
    }
    return declaredClasses();
  }

  /** As the header names them: several apart by commas, in whatever case. */
  List<String> declaredClasses() {
    if (ask.dataClass().isEmpty()) {
      return List.of(); // Most requests: they shall not pay.
    }
    return Arrays.stream(ask.dataClass().get().split(",", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** What was counted; for the classes and for explanations. */
  DataScan data() {
    return data.get(this::readData);
  }

  Holds matches(Pattern pattern) {
    if (pattern.matcher(userText.get(this::readUserText)).find()) {
      return Holds.YES;
    }
    return facts().userText().bytes() <= senses.readable() ? Holds.NO : Holds.UNKNOWN;
  }

  private TaskType readTask() {
    return senses.tasks().of(facts());
  }

  private BitSet readKeywords() {
    BitSet rules = new BitSet();
    senses
        .keywords()
        .read(facts().userText().codePoints(), (word, _) -> rules.or(senses.rulesOf(word)));
    return rules;
  }

  private byte[] readUserText() {
    UserText text = facts().userText();
    byte[] room = new byte[Math.min(senses.readable(), text.bytes() + 1)];
    return Arrays.copyOf(room, text.excerpt(room));
  }

  private DataScan readData() {
    return DataScan.ofLevels(facts().whole()::texts);
  }

  private List<String> readDataClasses() {
    List<String> found = new ArrayList<>(declaredClasses());
    addClasses(facts().whole(), this::data, found);
    for (WholeBody answer : answers) {
      Once<DataScan> scan = new Once<>();
      addClasses(answer, () -> scan.get(() -> DataScan.ofLevels(answer::texts)), found);
    }
    return found;
  }

  private void addClasses(WholeBody in, Supplier<DataScan> scan, List<String> found) {
    List<byte[]> texts = List.of();
    for (Senses.Sensitive one : senses.classes()) {
      if (!one.patterns().isEmpty() && texts.isEmpty()) {
        texts = in.texts(senses.readable());
      }
      if (!found.contains(one.name()) && isOf(one, in, scan, texts)) {
        found.add(one.name());
      }
    }
  }

  /** What could not be read to its end counts as of a class with patterns: it must not leak. */
  private boolean isOf(
      Senses.Sensitive one, WholeBody in, Supplier<DataScan> scan, List<byte[]> texts) {
    for (DataKind kind : one.kinds()) {
      if (scan.get().count(kind) > 0) {
        return true;
      }
    }
    for (Pattern pattern : one.patterns()) {
      if (in.size() > senses.readable()
          || texts.stream().anyMatch(text -> pattern.matcher(text).find())) {
        return true;
      }
    }
    return false;
  }
}
