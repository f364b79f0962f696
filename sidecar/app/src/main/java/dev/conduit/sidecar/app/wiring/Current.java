// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Stickiness;
import dev.conduit.sidecar.app.upstream.Fleet;
import dev.conduit.sidecar.core.meter.Tariff;
import dev.conduit.sidecar.core.route.Outlook;
import dev.conduit.sidecar.core.route.RouteTable;
import io.vertx.core.buffer.Buffer;

/**
 * All that comes from one snapshot. A request uses the one that was current when its body was
 * complete, to its end.
 *
 * @param snapshot itself
 * @param origin the way it came
 * @param routes where requests go
 * @param fleet the engines
 * @param tariff what tokens cost
 * @param models the answer to {@code GET /v1/models}
 * @param asOf when it was known to be the latest, by the nano clock; the stream may know later
 */
record Current(
    RoutingSnapshot snapshot,
    Origin origin,
    RouteTable routes,
    Fleet fleet,
    Tariff tariff,
    Buffer models,
    long asOf) {

  /** The ways that snapshots come. */
  enum Origin {
    FILE,
    STREAM;

    /** One word, for metrics and probes. */
    String label() {
      return this == FILE ? "file" : "stream";
    }
  }

  Stickiness stickiness() {
    return snapshot.stickiness().orElse(Stickiness.DEFAULT);
  }

  /** Only a policy that chooses by it pays for it. */
  Outlook outlook(long now) {
    return snapshot.targetBalance().isPresent() ? fleet.outlook(now) : Outlook.NONE;
  }

  /** Whether a request may take more than one call. */
  boolean isStaged() {
    return snapshot.classifier().remote().isPresent() || snapshot.cascade().isPresent();
  }

  /** Of the policy. */
  String revision() {
    return snapshot.revision();
  }
}
