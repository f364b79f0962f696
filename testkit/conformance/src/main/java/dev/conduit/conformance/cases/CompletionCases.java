// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Framing;
import dev.conduit.conformance.check.JsonShape;
import dev.conduit.conformance.check.Require;
import dev.conduit.conformance.check.StreamOrder;
import dev.conduit.conformance.check.UsageSum;
import java.util.List;

/** Text completions: one prompt, several, streamed. */
final class CompletionCases {
  private CompletionCases() {}

  static List<Case> all() {
    return List.of(
        Case.of(
            "completion",
            Bodies.completion("\"prompt\":\"The engine is\",\"max_tokens\":4"),
            whole(1, 4)),
        Case.of(
            "completion-batch",
            Bodies.completion("\"prompt\":[\"The engine\",\"The model\"],\"max_tokens\":3"),
            whole(2, 3).and(Require.between("/choices/1/index", 1, 1))),
        Case.of(
            "completion-stream",
            Bodies.completion("\"prompt\":\"The engine is\",\"max_tokens\":3,\"stream\":true"),
            new Framing().and(new StreamOrder(3))));
  }

  private static Check whole(int prompts, int maxTokens) {
    return new Framing()
        .and(JsonShape.strict())
        .and(Require.prefix("/id", "cmpl-"))
        .and(Require.oneOf("/object", "text_completion"))
        .and(Require.oneOf("/choices/0/finish_reason", "length", "stop"))
        .and(Require.size("/choices", prompts))
        .and(Require.between("/usage/completion_tokens", prompts, prompts * maxTokens))
        .and(new UsageSum());
  }
}
