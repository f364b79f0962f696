// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

/**
 * Who had the say about a request.
 *
 * @param by rule, caller, classifier, default, conversation or other
 * @param name of the rule, or what about it: such as {@code score}
 */
public record Decider(String by, String name) {
  static Decider rule(String name) {
    return new Decider("rule", name);
  }

  /** Reads the first part of {@code x-conduit-reason}; see {@code docs/routing.md}. */
  static Decider of(String reason) {
    String first = first(reason);
    int colon = first.indexOf(':');
    String kind = colon < 0 ? first : first.substring(0, colon);
    String rest = first.substring(colon + 1);
    return switch (kind) {
      case "rule" -> rule(rest);
      case "explicit" -> new Decider("caller", rest);
      case "header" -> new Decider("caller", "header " + rest);
      case "complexity" ->
          new Decider("classifier", rest.equals("unfamiliar") ? "unfamiliar text" : "score");
      case "cues" -> new Decider("classifier", "cues of unfamiliar text");
      case "length" ->
          rest.equals("default")
              ? new Decider("default", "default tier")
              : new Decider("classifier", "length");
      case "embeddings" -> new Decider("default", kind);
      case "tool-loop", "repeat" -> new Decider("conversation", kind);
      default -> new Decider("other", kind);
    };
  }

  private static String first(String reason) {
    int end = reason.indexOf(';');
    return end < 0 ? reason : reason.substring(0, end);
  }

  /** For a person. */
  String words() {
    return switch (by) {
      case "default" -> name;
      case "rule" -> "rule " + name;
      default -> by + ", " + name;
    };
  }
}
