// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import com.google.protobuf.UnsafeByteOperations;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.discovery.v1.EndpointChanges;
import dev.conduit.discovery.v1.FullSnapshot;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.v1.Version;
import dev.conduit.discovery.wire.EndpointDelta;
import dev.conduit.discovery.wire.Versions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One issued snapshot and its bytes, made once for all data planes: the whole, and the difference
 * to the issue before, which nearly all have. Any thread.
 */
final class Issue {
  private static final SnapshotCodec CODEC = new SnapshotCodec();

  private final RoutingSnapshot snapshot;
  private final Version version;
  private byte @Nullable [] full;
  private @Nullable Version changedFrom;
  private byte @Nullable [] changes;

  Issue(RoutingSnapshot snapshot) {
    this.snapshot = snapshot;
    this.version = Versions.of(snapshot);
  }

  RoutingSnapshot snapshot() {
    return snapshot;
  }

  Version version() {
    return version;
  }

  /** What a data plane needs that has nothing, or something unknown. */
  synchronized byte[] full() {
    byte[] known = full;
    if (known == null) {
      var json = UnsafeByteOperations.unsafeWrap(CODEC.encode(snapshot));
      FullSnapshot message =
          FullSnapshot.newBuilder().setVersion(version).setSnapshot(json).build();
      known = ServerMessage.newBuilder().setFull(message).build().toByteArray();
      full = known;
    }
    return known;
  }

  /** What a data plane needs that has this other issue. */
  synchronized byte[] after(Issue base) {
    byte[] known = changes;
    if (known == null || !base.version.equals(changedFrom)) {
      Optional<EndpointChanges> made = EndpointDelta.between(base.snapshot, snapshot);
      known =
          made.map(some -> ServerMessage.newBuilder().setEndpoints(some).build().toByteArray())
              .orElseGet(this::full);
      changes = known;
      changedFrom = base.version;
    }
    return known;
  }
}
