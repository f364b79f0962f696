// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.explain;

import dev.conduit.sidecar.core.route.Explanation;
import java.util.ArrayList;
import java.util.List;

/** A reason of {@code x-conduit-reason} as a sentence. */
final class ReasonWords {
  private ReasonWords() {}

  static String of(String reason, Explanation about) {
    String[] parts = reason.split(";", -1);
    List<String> words = new ArrayList<>();
    words.add(first(parts[0], about));
    for (int i = 1; i < parts.length; i++) {
      words.add(more(parts[i]));
    }
    return String.join("; ", words);
  }

  private static String first(String reason, Explanation about) {
    int colon = reason.indexOf(':');
    String kind = colon < 0 ? reason : reason.substring(0, colon);
    String rest = reason.substring(colon + 1);
    return switch (kind) {
      case "rule" -> "rule \"" + rest + "\" holds";
      case "explicit" -> "the caller asked for this " + rest;
      case "header" -> "the caller asked for this tier by the header " + rest;
      case "embeddings" ->
          "vectors of two models do not compare: the first model of the default tier makes all";
      case "repeat" -> "the same request came a moment ago, and the same model answers it again";
      case "tool-loop" -> "this model called the tools, so it goes on until a user speaks again";
      case "length" ->
          rest.equals("default")
              ? "nothing else decides, so the default tier answers"
              : "the prompt has " + rest + " tokens";
      case "complexity" ->
          rest.equals("unfamiliar")
              ? "the text is unlike all that the classifier learned, so the safe tier answers"
              : "the score " + rest + " is in the range of the tier " + about.score().tier();
      case "cues" ->
          "the text is unlike all that the classifier learned; by what it asks for it scores "
              + rest
              + ", which is in the range of the tier "
              + about.score().tier();
      case "classifier" -> "the policy's own classifier says " + rest;
      default -> reason;
    };
  }

  private static String more(String suffix) {
    return switch (suffix) {
      case "constrained" ->
          "the constraints leave no target of that tier, so the nearest other one";
      case "context-window" ->
          "the windows of that tier are too small, so the nearest tier with a larger one";
      case "context-window-tight" ->
          "by the estimate no window is large enough, and the largest may be";
      case "conversation" -> "the conversation was on a heavier tier and stays there";
      case "classifier-withheld" -> "the policy's own classifier must not see data of this class";
      case "classifier-slow" -> "the policy's own classifier did not answer in time";
      case "classifier-error" -> "the policy's own classifier failed";
      case "classifier-malformed" -> "the policy's own classifier answered what means nothing here";
      case "classifier-open" -> "the policy's own classifier failed too often and is left alone";
      case "score-by-rule" -> "rules added to the score";
      default -> suffix;
    };
  }
}
