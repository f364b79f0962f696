// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.sidecar.app.upstream.Fleet;
import dev.conduit.sidecar.core.route.RouteTable;
import io.vertx.core.buffer.Buffer;

/**
 * All that comes from one snapshot. A request uses the one that was current when its body was
 * complete, to its end.
 *
 * @param routes where requests go
 * @param fleet the engines
 * @param models the answer to {@code GET /v1/models}
 * @param revision of the policy
 * @param since when it came into use, by the nano clock
 */
record Current(RouteTable routes, Fleet fleet, Buffer models, String revision, long since) {}
