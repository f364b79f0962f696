// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;

/** The copy of a policy's snapshot that sidecars mount, to start without the operator. */
public final class SnapshotMap {
  private SnapshotMap() {}

  /**
   * @param authority PEM of who signed the discovery server's certificate; empty when there is none
   */
  public static ConfigMap of(RoutingPolicy policy, RoutingSnapshot snapshot, String authority) {
    ConfigMapBuilder map =
        new ConfigMapBuilder()
            .withMetadata(
                Owned.by(
                    policy, Label.POLICY, ObjectName.ofSnapshot(policy.getMetadata().getName())))
            .addToData(
                ObjectName.SNAPSHOT_KEY,
                new String(new SnapshotCodec().encode(snapshot), StandardCharsets.UTF_8));
    return authority.isEmpty()
        ? map.build()
        : map.addToData(ObjectName.AUTHORITY_KEY, authority).build();
  }
}
