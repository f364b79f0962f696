// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.TargetBalance;
import dev.conduit.sidecar.core.classify.ComplexityClassifier;
import java.util.ArrayList;
import java.util.List;

/** What a replay does otherwise than the data plane, for a policy. */
final class Notes {
  private Notes() {}

  /**
   * Nothing comes near to that on prompts that it has not seen; the best that is published is 0.67.
   */
  private static final double TOO_GOOD = 0.8;

  static List<String> of(RoutingSnapshot snapshot, Tables tables, Verdict verdict) {
    List<String> notes = new ArrayList<>(of(snapshot, tables));
    boolean isTooGood =
        verdict.classifier().quality().filter(one -> one.apgr() > TOO_GOOD).isPresent();
    if (isTooGood && tables.note().isEmpty()) {
      notes.add(
          "the classifier is better here than any is on prompts that it has not seen: it has most"
              + " likely learned from these. For what it would be worth, use --refit");
    }
    return notes;
  }

  static List<String> of(RoutingSnapshot snapshot, Tables tables) {
    List<String> notes = new ArrayList<>();
    tables.note().ifPresent(notes::add);
    Classifier classifier = snapshot.classifier();
    if (classifier.learns() && ComplexityClassifier.isWanted(classifier)) {
      notes.add(
          "the policy learns: scores here are those of the shipped model, not of what data planes"
              + " learned since");
    }
    classifier
        .remote()
        .ifPresent(
            remote ->
                notes.add(
                    "the policy asks "
                        + remote.url()
                        + ", which is not asked here: decisions are those for when it does not"
                        + " answer"));
    if (snapshot.targetBalance().filter(TargetBalance.LOWEST_LATENCY::equals).isPresent()) {
      notes.add(
          "the policy goes by what data planes see of their targets' speed, which is not known"
              + " here: of a tier's targets all count as equally fast");
    }
    snapshot
        .cascade()
        .ifPresent(
            cascade ->
                notes.add(
                    "the policy has the tier "
                        + cascade.startTier().name()
                        + " answer first: answers are not known here, so requests count as going"
                        + " where they were decided to go"));
    return notes;
  }
}
