// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.RequestFacts;

/**
 * How much of a model's context a request needs: the prompt, as estimated, and the answer that it
 * asks for.
 *
 * <p>The estimate errs to both sides. A target is chosen only if the request fits by the estimate;
 * refused is only what would not fit if the prompt had but three quarters of it. What lies between
 * goes to the largest window, whose engine knows exactly.
 */
record Window(Tokens prompt, Tokens answer) {
  static Window of(RequestFacts facts) {
    return new Window(facts.promptTokens(), facts.maxTokens());
  }

  boolean fits(Target target) {
    return fits(target.contextTokens().value(), prompt.value());
  }

  boolean mayFit(Target target) {
    return fits(target.contextTokens().value(), prompt.value() - prompt.value() / 4);
  }

  private boolean fits(long window, long tokens) {
    return window == 0 || tokens + Math.max(1, answer.value()) <= window;
  }
}
