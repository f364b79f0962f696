// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

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

/** Snapshots of one policy. */
final class Snapshots {
  static final PolicyRef POLICY = new PolicyRef("apps", "chat");

  private Snapshots() {}

  /** One target with these endpoints, in order of their names, all ready. */
  static RoutingSnapshot of(String revision, String... endpoints) {
    return at("http://127.0.0.1:1", revision, endpoints);
  }

  /** One that no data plane may take: its default tier is not among its tiers. */
  static RoutingSnapshot invalid(String revision) {
    RoutingSnapshot good = of(revision, "a");
    return new RoutingSnapshot(
        good.format(),
        good.policy(),
        good.revision(),
        List.of(Tier.HEAVY),
        good.targets(),
        good.rules(),
        good.classifier(),
        good.balance(),
        good.resilience());
  }

  static List<String> endpoints(RoutingSnapshot snapshot) {
    return snapshot.targets().getFirst().endpoints().stream().map(Endpoint::id).toList();
  }

  /** The same with endpoints at this URL. */
  static RoutingSnapshot at(String url, String revision, String... endpoints) {
    List<Endpoint> all = new ArrayList<>();
    for (String id : endpoints) {
      all.add(new Endpoint(id, URI.create(url), true, "t1"));
    }
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
            all);
    return new RoutingSnapshot(
        RoutingSnapshot.FORMAT,
        POLICY,
        revision,
        List.of(Tier.LIGHT),
        List.of(target),
        List.of(),
        new Classifier(Tier.LIGHT, List.of()),
        Balance.ROUND_ROBIN,
        Resilience.defaults());
  }
}
