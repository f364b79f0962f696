// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import dev.conduit.contract.Bytes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One engine that was started earlier and is not gone yet.
 *
 * @param instanceId as planned; unique
 * @param block that it was planned for; the block may be gone or changed since
 * @param replica its number, from 0
 * @param revision of the template that it runs
 * @param node that it is on
 * @param deviceIds on the node, all that it uses
 * @param url without {@code /v1}; empty while the port is not known
 * @param phase as last seen
 * @param charge bytes that the plan charged per device when it was placed
 * @param servedNames models that it answers for
 * @param sizedFor bytes that a device of its had when it was sized; empty where nobody wrote it
 *     down
 * @param trouble why it is not ready, where its machine says more than the phase does
 */
public record RunningEngine(
    String instanceId,
    ObjectRef block,
    int replica,
    String revision,
    String node,
    List<String> deviceIds,
    Optional<URI> url,
    EnginePhase phase,
    Bytes charge,
    List<String> servedNames,
    Optional<Bytes> sizedFor,
    Optional<Trouble> trouble) {
  public RunningEngine {
    deviceIds = List.copyOf(deviceIds);
    servedNames = List.copyOf(servedNames);
  }

  /** Of which nothing is known beyond its phase. */
  public RunningEngine(
      String instanceId,
      ObjectRef block,
      int replica,
      String revision,
      String node,
      List<String> deviceIds,
      Optional<URI> url,
      EnginePhase phase,
      Bytes charge,
      List<String> servedNames) {
    this(
        instanceId,
        block,
        replica,
        revision,
        node,
        deviceIds,
        url,
        phase,
        charge,
        servedNames,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether nobody has told it to stop. */
  public boolean isWanted() {
    return phase != EnginePhase.DRAINING;
  }

  public boolean isReady() {
    return phase == EnginePhase.READY;
  }
}
