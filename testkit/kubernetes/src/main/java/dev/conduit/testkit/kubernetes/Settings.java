// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a cluster consists of.
 *
 * @param rung 1: API server and etcd. 2: also controller manager, scheduler and KWOK. 3: as 2, but
 *     without KWOK, for real nodes
 * @param bindAddress where the API server listens; an address of this machine
 * @param nodeGrace after how long without a sign of life a node counts as lost. Upstream's default
 *     is 50 s; shorter here, so that tests need not wait. At least 6 s
 * @param apiServerArguments further flags of kube-apiserver, last
 * @param users further users with a static token: user name to groups. Their kubeconfigs come from
 *     {@link ControlPlane#kubeconfigOf}
 */
public record Settings(
    int rung,
    String bindAddress,
    Duration nodeGrace,
    List<String> apiServerArguments,
    Map<String, List<String>> users) {
  private static final Duration LEAST_GRACE = Duration.ofSeconds(6);

  /** Checks and copies. */
  public Settings {
    if (rung < 1 || rung > 3) {
      throw new IllegalArgumentException("rung is " + rung + "; there are 1, 2 and 3");
    }
    if (nodeGrace.compareTo(LEAST_GRACE) < 0) {
      throw new IllegalArgumentException(
          "nodeGrace is " + nodeGrace + "; KWOK renews leases too slowly for less than 6 s");
    }
    apiServerArguments = List.copyOf(apiServerArguments);
    users = Map.copyOf(users);
  }

  /** Rung 1. */
  public static Settings apiServer() {
    return new Settings(1, "127.0.0.1", Duration.ofSeconds(10), List.of(), Map.of());
  }

  /** Rung 2. */
  public static Settings controlPlane() {
    return new Settings(2, "127.0.0.1", Duration.ofSeconds(10), List.of(), Map.of());
  }

  /**
   * The control plane of rung 3. Pods reach it: it listens at an address that is not loopback, and
   * the Service {@code kubernetes} leads there.
   *
   * @param users of the nodes' programs
   */
  public static Settings realNodes(String address, Map<String, List<String>> users) {
    // Logs are asked for by the node's address: names of nodes are in no DNS.
    List<String> arguments = List.of("--kubelet-preferred-address-types=InternalIP");
    return new Settings(3, address, Duration.ofSeconds(50), arguments, users);
  }

  /** The same, listening elsewhere. */
  public Settings withBindAddress(String address) {
    return new Settings(rung, address, nodeGrace, apiServerArguments, users);
  }

  /** The same, with another patience for silent nodes. */
  public Settings withNodeGrace(Duration grace) {
    return new Settings(rung, bindAddress, grace, apiServerArguments, users);
  }

  /** The same, with more flags of kube-apiserver. */
  public Settings withApiServerArguments(String... arguments) {
    return new Settings(
        rung,
        bindAddress,
        nodeGrace,
        Stream.concat(apiServerArguments.stream(), Stream.of(arguments)).toList(),
        users);
  }

  /** The same, with these static users and no others. */
  public Settings withUsers(Map<String, List<String>> others) {
    return new Settings(rung, bindAddress, nodeGrace, apiServerArguments, others);
  }
}
