// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import com.google.re2j.Pattern;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.DataClass;
import dev.conduit.contract.DataKind;
import dev.conduit.contract.Expression;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.core.signal.Phrases;
import dev.conduit.sidecar.core.signal.TaskCues;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the rules of one policy need to look for in a request, made ready once. Immutable.
 *
 * @param keywords of all rules
 * @param keywordRules the rules that a keyword is of, by their place in the policy
 * @param classes of data, built-in and the policy's own
 * @param readsData whether a target, a rule or a classifier that gets prompts cares about classes
 *     of data at all
 * @param knownClasses names that a caller may give, sorted; empty when the policy has no use for
 *     any
 * @param readable bytes that expressions may read of a text
 * @param tasks tells what a request asks for
 */
record Senses(
    Phrases keywords,
    List<BitSet> keywordRules,
    List<Sensitive> classes,
    boolean readsData,
    SortedSet<String> knownClasses,
    int readable,
    TaskCues tasks) {

  /** A class of data, ready. */
  record Sensitive(String name, List<DataKind> kinds, List<Pattern> patterns) {}

  BitSet rulesOf(int keyword) {
    return keywordRules.get(keyword);
  }

  static Senses of(RoutingSnapshot snapshot) {
    Map<String, BitSet> words = new LinkedHashMap<>();
    for (int i = 0; i < snapshot.rules().size(); i++) {
      for (String word : snapshot.rules().get(i).match().keywords()) {
        words.computeIfAbsent(Phrases.folded(word), _ -> new BitSet()).set(i);
      }
    }
    List<Sensitive> classes = classes(snapshot.dataClasses());
    int size =
        classes.stream().flatMap(c -> c.patterns().stream()).mapToInt(Pattern::programSize).sum();
    for (RouteRule rule : snapshot.rules()) {
      size += rule.match().regex().map(Expression::compile).map(Pattern::programSize).orElse(0);
    }
    return new Senses(
        new Phrases(List.copyOf(words.keySet())),
        List.copyOf(words.values()),
        classes,
        readsData(snapshot),
        knownClasses(snapshot, classes),
        Expression.readable(size),
        TaskCues.STANDARD);
  }

  /** The same, for a question where classes of data matter whatever the policy asks else. */
  Senses thorough() {
    return new Senses(keywords, keywordRules, classes, true, knownClasses, readable, tasks);
  }

  private static List<Sensitive> classes(List<DataClass> own) {
    List<DataClass> all = new ArrayList<>(own);
    DataKind.CLASSES.stream()
        .filter(c -> own.stream().noneMatch(o -> o.name().equals(c.name())))
        .forEach(all::add);
    return all.stream()
        .map(
            c ->
                new Sensitive(
                    c.name(), c.detect(), c.patterns().stream().map(Expression::compile).toList()))
        .toList();
  }

  private static SortedSet<String> knownClasses(RoutingSnapshot snapshot, List<Sensitive> classes) {
    if (!readsData(snapshot)) {
      return Collections.emptySortedSet();
    }
    SortedSet<String> known = new TreeSet<>();
    classes.forEach(one -> known.add(one.name()));
    snapshot.targets().forEach(target -> known.addAll(target.dataClasses()));
    snapshot.classifier().remote().ifPresent(remote -> known.addAll(remote.dataClasses()));
    snapshot.classifier().pairs().ifPresent(pairs -> known.addAll(pairs.dataClasses()));
    for (RouteRule rule : snapshot.rules()) {
      known.addAll(rule.match().dataClasses());
      if (rule.action() instanceof RouteRule.Action.Constrain constrain) {
        known.addAll(constrain.dataClasses());
      }
    }
    return Collections.unmodifiableSortedSet(known);
  }

  private static boolean readsData(RoutingSnapshot snapshot) {
    return snapshot.classifier().remote().filter(Classifier.Remote::sendsPrompt).isPresent()
        || snapshot.targets().stream().anyMatch(t -> !t.dataClasses().isEmpty())
        || snapshot.rules().stream().anyMatch(rule -> !rule.match().dataClasses().isEmpty());
  }
}
