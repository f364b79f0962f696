// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Credential;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.Endpoint;
import dev.conduit.contract.HealthCheck;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Price;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots for tests: a light target with the given engines, more by {@code with} methods. */
public record Snapshots(
    List<Target> targets, Resilience resilience, Balance balance, String revision) {
  static final Resilience.Timeouts TIMEOUTS =
      new Resilience.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));
  static final Resilience.Retries RETRIES =
      new Resilience.Retries(2, 20, List.of(429, 500, 502, 503, 504));
  static final HealthCheck HEALTH =
      new HealthCheck("/health", Duration.ofMillis(200), Duration.ofSeconds(1), 2, 1);

  public static Snapshots light(int... ports) {
    Target light = target("light", Tier.LIGHT, endpoints("light", true, ports));
    Resilience resilience = new Resilience(TIMEOUTS, RETRIES, List.of());
    return new Snapshots(List.of(light), resilience, Balance.ROUND_ROBIN, "r1");
  }

  static List<Endpoint> endpoints(String name, boolean isReady, int... ports) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int port : ports) {
      URI url = URI.create("http://127.0.0.1:" + port);
      endpoints.add(new Endpoint(name + "-" + port, url, isReady, "t1"));
    }
    return endpoints;
  }

  static Target target(String name, Tier tier, List<Endpoint> endpoints) {
    return target(name, tier, endpoints, Optional.empty());
  }

  static Target target(
      String name, Tier tier, List<Endpoint> endpoints, Optional<Credential> credential) {
    return new Target(
        TargetId.of(name, name + "-model"),
        tier,
        name + "-model",
        List.of(),
        1,
        Tokens.ZERO,
        Dialect.OPENAI,
        Price.UNKNOWN,
        false,
        HEALTH,
        credential,
        List.of(),
        endpoints);
  }

  Snapshots heavy(int... ports) {
    List<Target> more = new ArrayList<>(targets);
    more.add(target("heavy", Tier.HEAVY, endpoints("heavy", true, ports)));
    return new Snapshots(more, resilience, balance, revision);
  }

  Snapshots targets(Target... all) {
    return new Snapshots(List.of(all), resilience, balance, revision);
  }

  Snapshots fallback(String name) {
    List<TargetId> to = List.of(TargetId.of(name, name + "-model"));
    Resilience with = new Resilience(resilience.timeouts(), resilience.retries(), to);
    return new Snapshots(targets, with, balance, revision);
  }

  Snapshots firstToken(Duration limit) {
    Resilience.Timeouts t = resilience.timeouts();
    return timeouts(new Resilience.Timeouts(t.connect(), limit, t.betweenTokens(), t.total()));
  }

  Snapshots betweenTokens(Duration limit) {
    Resilience.Timeouts t = resilience.timeouts();
    return timeouts(new Resilience.Timeouts(t.connect(), t.firstToken(), limit, t.total()));
  }

  Snapshots timeouts(Resilience.Timeouts timeouts) {
    Resilience with = new Resilience(timeouts, resilience.retries(), resilience.fallback());
    return new Snapshots(targets, with, balance, revision);
  }

  Snapshots balance(Balance other) {
    return new Snapshots(targets, resilience, other, revision);
  }

  public Snapshots revision(String other) {
    return new Snapshots(targets, resilience, balance, other);
  }

  public RoutingSnapshot build(RouteRule... rules) {
    return new RoutingSnapshot(
        RoutingSnapshot.FORMAT,
        new PolicyRef("default", "test"),
        revision,
        List.of(Tier.LIGHT, Tier.HEAVY),
        targets,
        List.of(rules),
        new Classifier(Tier.LIGHT, List.of()),
        balance,
        resilience);
  }
}
