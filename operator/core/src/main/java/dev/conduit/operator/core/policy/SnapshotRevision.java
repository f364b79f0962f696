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
    byte[] json = new SnapshotCodec().encode(snapshot.revision("").targets(bare));
    String hash = Revision.of(new String(json, StandardCharsets.UTF_8));
    return snapshot.revision("g" + generation + "-" + hash);
  }
}
