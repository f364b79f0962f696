// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.Endpoint;
import dev.conduit.contract.HealthCheck;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Price;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots for tests. */
final class Snapshots {
  static final PolicyRef POLICY = new PolicyRef("apps", "chat");

  private Snapshots() {}

  /** With one target that has these endpoints, all ready. */
  static RoutingSnapshot of(String revision, String... endpoints) {
    List<Endpoint> all = new ArrayList<>();
    for (String id : endpoints) {
      all.add(new Endpoint(id, URI.create("http://10.0.0.1:8000"), true, "t1"));
    }
    return of(POLICY, revision, all);
  }

  static RoutingSnapshot of(PolicyRef policy, String revision, List<Endpoint> endpoints) {
    Target target =
        new Target(
            TargetId.of("block", "model"),
            Tier.LIGHT,
            "model",
            List.of(),
            1,
            Tokens.ZERO,
            Dialect.OPENAI,
            Price.UNKNOWN,
            false,
            HealthCheck.onPath("/health"),
            Optional.empty(),
            List.of(),
            endpoints);
    return new RoutingSnapshot(
        RoutingSnapshot.FORMAT,
        policy,
        revision,
        List.of(Tier.LIGHT),
        List.of(target),
        List.of(),
        new Classifier(Tier.LIGHT, List.of()),
        Balance.ROUND_ROBIN,
        Resilience.defaults());
  }
}
