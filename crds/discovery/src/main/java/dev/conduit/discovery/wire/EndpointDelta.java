// SPDX-License-Identifier: Apache-2.0
package dev.conduit.discovery.wire;

import dev.conduit.contract.Endpoint;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.discovery.v1.EndpointChanges;
import dev.conduit.discovery.v1.TargetEndpoints;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The difference between two snapshots of one policy that differ in endpoints only.
 *
 * <p>Idea: engines start, stop and become ready all the time, policies seldom change; so what
 * travels is the endpoints that are new, different or gone. A difference is only made if applying
 * it gives the very snapshot that it was made for. Cost: linear in the endpoints.
 */
public final class EndpointDelta {
  private EndpointDelta() {}

  /** What became of a difference. */
  public sealed interface Applied {
    /** The next snapshot; not yet validated. */
    record Next(RoutingSnapshot snapshot) implements Applied {}

    /** It is for another snapshot than this one, or cannot be read. */
    record Misfit(String problem) implements Applied {}
  }

  /** Empty where a difference cannot say it: more than endpoints differ, or one has no time. */
  public static Optional<EndpointChanges> between(RoutingSnapshot base, RoutingSnapshot next) {
    boolean isIssued = base.issuedAt().isPresent() && next.issuedAt().isPresent();
    if (!isIssued || base.targets().size() != next.targets().size()) {
      return Optional.empty();
    }
    EndpointChanges.Builder changes =
        EndpointChanges.newBuilder().setBase(Versions.of(base)).setVersion(Versions.of(next));
    for (int i = 0; i < base.targets().size(); i++) {
      Target before = base.targets().get(i);
      Target after = next.targets().get(i);
      if (!before.endpoints().equals(after.endpoints())) {
        changes.addTargets(between(before, after));
      }
    }
    EndpointChanges made = changes.build();
    return apply(base, made).equals(new Applied.Next(next)) ? Optional.of(made) : Optional.empty();
  }

  private static TargetEndpoints between(Target before, Target after) {
    Map<String, Endpoint> old = new HashMap<>();
    before.endpoints().forEach(one -> old.put(one.id(), one));
    TargetEndpoints.Builder changes = TargetEndpoints.newBuilder().setTarget(after.id().value());
    Set<String> kept = new HashSet<>();
    for (Endpoint one : after.endpoints()) {
      kept.add(one.id());
      if (!one.equals(old.get(one.id()))) {
        changes.addUpsert(message(one));
      }
    }
    before.endpoints().stream()
        .map(Endpoint::id)
        .filter(id -> !kept.contains(id))
        .forEach(changes::addRemove);
    return changes.build();
  }

  private static dev.conduit.discovery.v1.Endpoint message(Endpoint one) {
    return dev.conduit.discovery.v1.Endpoint.newBuilder()
        .setId(one.id())
        .setUrl(one.url().toString())
        .setReady(one.ready())
        .setRevision(one.revision())
        .build();
  }

  /** The snapshot with the changes; its endpoints in order of id. */
  public static Applied apply(RoutingSnapshot running, EndpointChanges changes) {
    if (!Versions.isOf(changes.getBase(), running)) {
      return new Applied.Misfit(
          "the change is for issue %d, not for issue %d"
              .formatted(
                  changes.getBase().getIssuedAtMillis(), Versions.of(running).getIssuedAtMillis()));
    }
    Map<String, TargetEndpoints> byTarget = new HashMap<>();
    changes.getTargetsList().forEach(one -> byTarget.put(one.getTarget(), one));
    List<Target> targets = new ArrayList<>(running.targets().size());
    try {
      for (Target target : running.targets()) {
        TargetEndpoints one = byTarget.remove(target.id().value());
        targets.add(one == null ? target : target.endpoints(merged(target.endpoints(), one)));
      }
    } catch (URISyntaxException e) {
      return new Applied.Misfit("endpoint url: " + e.getMessage());
    }
    if (!byTarget.isEmpty()) {
      return new Applied.Misfit("targets: none is named " + sorted(byTarget.keySet()));
    }
    var at = java.time.Instant.ofEpochMilli(changes.getVersion().getIssuedAtMillis());
    return new Applied.Next(running.targets(targets).issuedAt(at));
  }

  private static List<Endpoint> merged(List<Endpoint> before, TargetEndpoints changes)
      throws URISyntaxException {
    Map<String, Endpoint> byId = new TreeMap<>();
    before.forEach(one -> byId.put(one.id(), one));
    changes.getRemoveList().forEach(byId::remove);
    for (dev.conduit.discovery.v1.Endpoint one : changes.getUpsertList()) {
      URI url = new URI(one.getUrl());
      byId.put(one.getId(), new Endpoint(one.getId(), url, one.getReady(), one.getRevision()));
    }
    return List.copyOf(byId.values());
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted(Comparator.naturalOrder()).toList();
  }
}
