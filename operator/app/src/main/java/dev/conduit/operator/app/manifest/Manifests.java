// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.manifest;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.core.observed.Sourced;
import java.util.List;

/**
 * What a folder holds.
 *
 * @param blocks in order of file and line
 * @param policies in order of file and line
 */
public record Manifests(
    List<Sourced<InferenceBlock>> blocks, List<Sourced<RoutingPolicy>> policies) {
  public Manifests {
    blocks = List.copyOf(blocks);
    policies = List.copyOf(policies);
  }

  /** What came of reading a folder. */
  public sealed interface Loaded {
    /** All of it obeys the schema and the rules. */
    record Valid(Manifests manifests) implements Loaded {}

    /**
     * Something does not; at least one problem, each a line or more for a person: file, line,
     * field, what is wrong.
     */
    record Invalid(List<String> problems) implements Loaded {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }
}
