// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.contract.Target;
import dev.conduit.operator.core.observed.Revision;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names a snapshot by its content without endpoints, so that it changes only with the policy. */
final class SnapshotRevision {
  private SnapshotRevision() {}

  static RoutingSnapshot of(RoutingSnapshot snapshot, long generation) {
    List<Target> bare =
        snapshot.targets().stream().map(target -> target.endpoints(List.of())).toList();
    byte[] json = new SnapshotCodec().encode(with(snapshot, "", bare));
    String hash = Revision.of(new String(json, StandardCharsets.UTF_8));
    return with(snapshot, "g" + generation + "-" + hash, snapshot.targets());
  }

  private static RoutingSnapshot with(
      RoutingSnapshot snapshot, String revision, List<Target> targets) {
    return new RoutingSnapshot(
        snapshot.format(),
        snapshot.policy(),
        revision,
        snapshot.tiers(),
        targets,
        snapshot.rules(),
        snapshot.classifier(),
        snapshot.balance(),
        snapshot.resilience());
  }
}
