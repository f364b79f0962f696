// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import com.google.re2j.Pattern;
import dev.conduit.contract.DataKind;
import dev.conduit.contract.TaskType;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.DataScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * One decision under way: the request, and what was found out about it so far. Each thing is looked
 * for when a rule first asks, and then known. Confined to one call.
 */
final class Inquiry {
  private final Ask ask;
  private final Senses senses;
  private final Once<BitSet> keywords = new Once<>(this::readKeywords);
  private final Once<byte[]> userText = new Once<>(this::readUserText);
  private final Once<DataScan> data = new Once<>(this::readData);
  private final Once<List<String>> dataClasses = new Once<>(this::readDataClasses);
  private final Once<TaskType> task = new Once<>(this::readTask);

  Inquiry(Ask ask, Senses senses) {
    this.ask = ask;
    this.senses = senses;
  }

  Ask ask() {
    return ask;
  }

  RequestFacts facts() {
    return ask.facts();
  }

  TaskType task() {
    return task.get();
  }

  boolean hasKeyword(int rule) {
    return keywords.get().get(rule);
  }

  /** Classes that the request belongs to, as its header says and as was found. */
  List<String> dataClasses() {
    if (senses.readsData()) {
      return dataClasses.get();
    }
    return ask.dataClass().isPresent() ? List.of(ask.dataClass().get()) : List.of();
  }

  /** What was counted; for the classes and for explanations. */
  DataScan data() {
    return data.get();
  }

  Holds matches(Pattern pattern) {
    if (pattern.matcher(userText.get()).find()) {
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
    return DataScan.of(facts().whole().text(facts().whole().size()));
  }

  private List<String> readDataClasses() {
    List<String> found = new ArrayList<>(ask.dataClass().stream().toList());
    byte[] text = {};
    for (Senses.Sensitive one : senses.classes()) {
      if (!one.patterns().isEmpty() && text.length == 0) {
        text = facts().whole().text(senses.readable());
      }
      if (!found.contains(one.name()) && isOf(one, text)) {
        found.add(one.name());
      }
    }
    return found;
  }

  /** What could not be read to its end counts as of a class with patterns: it must not leak. */
  private boolean isOf(Senses.Sensitive one, byte[] text) {
    for (DataKind kind : one.kinds()) {
      if (data().count(kind) > 0) {
        return true;
      }
    }
    for (Pattern pattern : one.patterns()) {
      if (facts().whole().size() > senses.readable() || pattern.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }
}
