// SPDX-License-Identifier: Apache-2.0
package dev.conduit.discovery.wire;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.discovery.v1.Version;
import java.time.Instant;

/** Names snapshots on the wire. Two with the same name have the same content if both are issued. */
public final class Versions {
  private Versions() {}

  /** The name of this snapshot. */
  public static Version of(RoutingSnapshot snapshot) {
    return Version.newBuilder()
        .setRevision(snapshot.revision())
        .setIssuedAtMillis(snapshot.issuedAt().map(Instant::toEpochMilli).orElse(0L))
        .build();
  }

  /** Whether this names the snapshot; never for one without a time, because many have no time. */
  public static boolean isOf(Version version, RoutingSnapshot snapshot) {
    return version.getIssuedAtMillis() != 0 && version.equals(of(snapshot));
  }
}
