// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides by the estimated length of the prompt: the last step of the policy that the prompt
 * reaches. The score is the share of the steps reached; 0 when there are none.
 */
public final class LengthClassifier implements Classifier {
  private final List<Step> steps;

  private record Step(Tokens from, Classification answer) {}

  /** The steps come in rising order, as the snapshot guarantees. */
  public LengthClassifier(dev.conduit.contract.Classifier policy) {
    List<Step> all = new ArrayList<>();
    int count = policy.lengthSteps().size();
    all.add(new Step(Tokens.ZERO, classification(policy.defaultTier(), 0, "length:default")));
    for (int i = 0; i < count; i++) {
      dev.conduit.contract.Classifier.LengthStep step = policy.lengthSteps().get(i);
      String reason = "length:>=" + step.minPromptTokens();
      double score = (i + 1.0) / count;
      all.add(new Step(step.minPromptTokens(), classification(step.tier(), score, reason)));
    }
    steps = List.copyOf(all);
  }

  private static Classification classification(Tier tier, double score, String reason) {
    return new Classification(tier, score, reason, Classification.Basis.LENGTH, 0);
  }

  @Override
  public Classification classify(RequestFacts facts) {
    int i = steps.size() - 1;
    while (i > 0 && steps.get(i).from().compareTo(facts.promptTokens()) > 0) {
      i--;
    }
    return steps.get(i).answer();
  }
}
