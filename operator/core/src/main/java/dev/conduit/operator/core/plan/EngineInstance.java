// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * One engine that shall run.
 *
 * @param id {@code [<namespace>.]<block>-<replica>-<revision's start>}, the namespace only where it
 *     is not {@code default}; unique, so an old and a new engine of one replica have different ids.
 *     What runs under an id need not be touched while the id is planned
 * @param block that it serves
 * @param replica its number, from 0
 * @param node to start it on
 * @param deviceIds on that node, in the order of its ranks; the starter makes only these visible
 * @param revision hash of everything that makes up the engine but port and place
 * @param command to start
 * @param charge bytes per device that the ledger holds for it
 * @param sizedFor bytes of one device, as it was known when the engine was sized
 * @param breakdown of the charge on the fullest device; empty for an engine that we cannot size
 * @param simulated whether it is a simulator, to be said wherever it is shown
 * @param spot whether its node can be taken away at any time
 * @param hourlyCost in US dollars; empty when no price is known
 */
public record EngineInstance(
    String id,
    ObjectRef block,
    int replica,
    String node,
    List<String> deviceIds,
    String revision,
    EngineCommand command,
    Bytes charge,
    Bytes sizedFor,
    Optional<Breakdown> breakdown,
    boolean simulated,
    boolean spot,
    Optional<Double> hourlyCost) {
  public EngineInstance {
    deviceIds = List.copyOf(deviceIds);
  }
}
