// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.PolicyRef;
import io.vertx.grpc.common.GrpcStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Says who was turned away and why, each case once a minute: a caller that is refused comes back
 * every few seconds. Confined to the server's event loop.
 */
final class DenialLog {
  private static final Logger LOG = Logger.getLogger(DiscoveryServer.class);
  private static final long AGAIN_NANOS = 60_000_000_000L;
  private static final int MAX_CASES = 1000;

  private final Map<String, Long> said =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_CASES;
        }
      };

  void denied(String from, PolicyRef policy, GrpcStatus status, String reason, long nanoTime) {
    String one = policy + " " + status + " " + reason;
    Long last = said.get(one);
    if (last == null || nanoTime - last > AGAIN_NANOS) {
      said.put(one, nanoTime);
      LOG.warnf(
          "discovery denied: policy=%s from=%s status=%s reason=%s",
          policy, from, status.name(), reason);
    }
  }
}
