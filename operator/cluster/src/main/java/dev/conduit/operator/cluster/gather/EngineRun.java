// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import java.net.URI;
import java.util.List;

/**
 * One run of one engine's container: after a restart it is another, which must prove itself again.
 *
 * @param podUid of the pod
 * @param restarts of the container so far
 * @param url without {@code /v1}
 * @param healthPath that it is asked at
 * @param servedNames models that it must list
 */
public record EngineRun(
    String podUid, int restarts, URI url, String healthPath, List<String> servedNames) {
  public EngineRun {
    servedNames = List.copyOf(servedNames);
  }
}
