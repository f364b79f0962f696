// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.contract.Endpoint;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.sidecar.core.balance.Balancer;
import dev.conduit.sidecar.core.route.Outlook;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The engines of one snapshot, as they are now. Immutable but for the vitals inside.
 *
 * <p>A fleet that follows another takes over the vitals of endpoints with the same id and URL, so
 * that a new snapshot forgets neither load nor health.
 */
public final class Fleet {
  private final Map<TargetId, LiveTarget> targets;
  private final Resilience resilience;
  private final Balancer balancer;

  private record Key(String id, URI url) {}

  private Fleet(Map<TargetId, LiveTarget> targets, Resilience resilience, Balancer balancer) {
    this.targets = targets;
    this.resilience = resilience;
    this.balancer = balancer;
  }

  /** Before the first snapshot. */
  public static Fleet empty() {
    return new Fleet(
        Map.of(), Resilience.defaults(), Balancer.of(dev.conduit.contract.Balance.ROUND_ROBIN));
  }

  /**
   * The fleet of the next snapshot.
   *
   * @param secrets value of an environment variable of this process, by name
   */
  public Fleet next(RoutingSnapshot snapshot, Function<String, Optional<String>> secrets) {
    Map<Key, Vitals> known = new HashMap<>();
    Map<TargetId, AtomicLong> turns = new HashMap<>();
    Map<TargetId, Pace> paces = new HashMap<>();
    targets.forEach(
        (id, live) -> {
          turns.put(id, live.turn());
          paces.put(id, live.pace());
          live.endpoints().forEach(e -> known.put(key(e.endpoint()), e.vitals()));
        });
    Map<TargetId, LiveTarget> next = new LinkedHashMap<>();
    for (Target target : snapshot.targets()) {
      List<LiveEndpoint> endpoints =
          target.endpoints().stream().map(e -> live(e, target, known, snapshot)).toList();
      String secret =
          target.credential().flatMap(c -> secrets.apply(c.environmentVariable())).orElse("");
      AtomicLong turn = turns.getOrDefault(target.id(), new AtomicLong());
      Pace pace = paces.getOrDefault(target.id(), new Pace());
      next.put(target.id(), new LiveTarget(target, endpoints, secret, turn, pace));
    }
    return new Fleet(Map.copyOf(next), snapshot.resilience(), Balancer.of(snapshot.balance()));
  }

  private static LiveEndpoint live(
      Endpoint endpoint, Target target, Map<Key, Vitals> known, RoutingSnapshot snapshot) {
    Vitals vitals = known.getOrDefault(key(endpoint), new Vitals());
    return new LiveEndpoint(
        endpoint, target.health(), vitals, snapshot.resilience().timeouts().connect());
  }

  private static Key key(Endpoint endpoint) {
    return new Key(endpoint.id(), endpoint.url());
  }

  /** The live side of a target of this fleet's snapshot. */
  public LiveTarget of(Target target) {
    return Objects.requireNonNull(targets.get(target.id()), "a target of another snapshot");
  }

  /** The live sides of some targets, in the same order. */
  public List<LiveTarget> of(List<Target> some) {
    if (some.size() == 1) {
      return List.of(of(some.getFirst()));
    }
    List<LiveTarget> live = new ArrayList<>(some.size());
    for (Target target : some) {
      live.add(of(target));
    }
    return live;
  }

  /** What the targets are expected to take at this moment of the nano clock. */
  public Outlook outlook(long now) {
    return new Seen(targets, now);
  }

  private record Seen(Map<TargetId, LiveTarget> targets, long now) implements Outlook {
    @Override
    public double waitNanos(TargetId id, boolean isStream) {
      LiveTarget target = targets.get(id);
      return target == null ? 0 : target.pace().latency(isStream).expected(now, target.load());
    }

    @Override
    public double outputTokens(TargetId id) {
      LiveTarget target = targets.get(id);
      return target == null ? 0 : target.pace().output();
    }
  }

  public Iterable<LiveTarget> targets() {
    return targets.values();
  }

  /** Environment variables that targets want and this process does not have. */
  public List<String> missingSecrets() {
    return targets.values().stream()
        .flatMap(live -> live.missingSecret().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The same engines for requests that are tried once only. */
  public Fleet once() {
    Resilience.Retries none = new Resilience.Retries(0, 0, List.of());
    return new Fleet(
        targets, new Resilience(resilience.timeouts(), none, resilience.fallback()), balancer);
  }

  /** Of the snapshot. */
  public Resilience resilience() {
    return resilience;
  }

  Balancer balancer() {
    return balancer;
  }
}
