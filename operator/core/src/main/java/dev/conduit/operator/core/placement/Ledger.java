// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.RunningEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What each device holds while a plan is made: engines that run in any phase, engines that the plan
 * adds, and what others were seen to use. A charge of a running engine ends only when the engine is
 * no longer observed.
 *
 * <p>Confined to the making of one plan.
 */
public final class Ledger {
  private final Map<Slot, Bytes> others = new HashMap<>();
  private final Map<Slot, Bytes> totals = new HashMap<>();
  private final Map<Slot, List<Charge>> charges = new HashMap<>();

  private Ledger() {}

  /**
   * With every given engine charged.
   *
   * @param sharing which of them let others onto their GPUs
   */
  public static Ledger of(
      Inventory inventory, List<RunningEngine> running, Predicate<RunningEngine> sharing) {
    Ledger ledger = new Ledger();
    for (Node node : inventory.nodes()) {
      for (Device device : node.devices()) {
        Slot slot = new Slot(node.name(), device.id());
        ledger.totals.put(slot, device.total());
        ledger.others.put(slot, device.usedByOthers());
      }
    }
    for (RunningEngine engine : running) {
      boolean loading = engine.phase() == EnginePhase.STARTING;
      Charge charge =
          new Charge(engine.instanceId(), engine.charge(), loading, !sharing.test(engine));
      engine.deviceIds().forEach(device -> ledger.add(new Slot(engine.node(), device), charge));
    }
    return ledger;
  }

  /** Charges an engine that the plan adds, by its id; it loads from now on. */
  public void charge(String owner, Place place, boolean exclusive) {
    Charge charge = new Charge(owner, place.variant().charge(), true, exclusive);
    place.deviceIds().forEach(device -> add(new Slot(place.node(), device), charge));
  }

  /** Bytes that nobody has. */
  public Bytes free(Slot slot) {
    Bytes taken = others.getOrDefault(slot, Bytes.ZERO);
    for (Charge charge : charges.getOrDefault(slot, List.of())) {
      taken = taken.plus(charge.bytes());
    }
    return totals.getOrDefault(slot, Bytes.ZERO).minusOrZero(taken);
  }

  /** Whether no engine of ours is on it. */
  public boolean isIdle(Slot slot) {
    return charges.getOrDefault(slot, List.of()).isEmpty();
  }

  /** Whether an engine on it loads, and so measures or takes memory just now. */
  public boolean isLoading(Slot slot) {
    return charges.getOrDefault(slot, List.of()).stream().anyMatch(Charge::loading);
  }

  /** Whether an engine is on it that shares with nobody. */
  public boolean isExclusive(Slot slot) {
    return charges.getOrDefault(slot, List.of()).stream().anyMatch(Charge::exclusive);
  }

  /**
   * This ledger as it will be once these owners are gone and everything has loaded; this one stays
   * as it is. An owner is an engine's id.
   */
  public Ledger settledWithout(Set<String> owners) {
    Ledger later = new Ledger();
    later.others.putAll(others);
    later.totals.putAll(totals);
    charges.forEach(
        (slot, list) ->
            list.stream()
                .filter(charge -> !owners.contains(charge.owner()))
                .forEach(charge -> later.add(slot, charge.loaded())));
    return later;
  }

  private void add(Slot slot, Charge charge) {
    charges.computeIfAbsent(slot, unused -> new ArrayList<>()).add(charge);
  }

  private record Charge(String owner, Bytes bytes, boolean loading, boolean exclusive) {
    Charge loaded() {
      return new Charge(owner, bytes, false, exclusive);
    }
  }
}
