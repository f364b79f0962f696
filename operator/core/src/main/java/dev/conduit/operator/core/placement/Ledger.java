// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.RunningEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Layout layout;
  private final List<Lot> lots;

  /** Where each engine has a charge. */
  private final Map<String, Set<Layout.Seat>> owners;

  /** What was charged before this round has loaded. */
  private final int round;

  private Ledger(Layout layout, List<Lot> lots, Map<String, Set<Layout.Seat>> owners, int round) {
    this.layout = layout;
    this.lots = lots;
    this.owners = owners;
    this.round = round;
  }

  /**
   * With every given engine charged.
   *
   * @param sharing which of them let others onto their GPUs
   */
  public static Ledger of(
      Hardware hardware, List<RunningEngine> running, Predicate<RunningEngine> sharing) {
    Layout layout = hardware.layout();
    Ledger ledger =
        new Ledger(layout, layout.lots().stream().map(Lot::of).toList(), new HashMap<>(), 0);
    for (RunningEngine engine : running) {
      int loadedFrom = engine.phase() == EnginePhase.STARTING ? 1 : 0;
      ledger.add(
          engine.node(),
          engine.deviceIds(),
          new Charge(engine.instanceId(), engine.charge(), !sharing.test(engine), loadedFrom));
    }
    return ledger;
  }

  /** Charges an engine that the plan adds, by its id; it loads from now on. */
  public void charge(String owner, Place place, boolean exclusive) {
    add(
        place.node(),
        place.deviceIds(),
        new Charge(owner, place.variant().charge(), exclusive, round + 1));
  }

  /** Whether one of these owners, which are engines' ids, has a charge. */
  public boolean charges(Collection<String> ids) {
    return !Collections.disjoint(owners.keySet(), ids);
  }

  /** What of a group is taken. */
  Stock stock(NodeDevices group) {
    for (Layout.Seat seat : layout.on(group.node())) {
      Stock stock = at(seat);
      if (stock.group().type().equals(group.type())) {
        return stock;
      }
    }
    return Stock.of(group);
  }

  /** The groups that the layout has under a number. */
  Lot lot(int number) {
    return lots.get(number);
  }

  /** What was charged before this has loaded. */
  int round() {
    return round;
  }

  /**
   * This ledger as it will be once these owners are gone and everything has loaded; this one stays
   * as it is. An owner is an engine's id. Cost: some words for each group, and the owners.
   */
  public Ledger settledWithout(Set<String> gone) {
    List<Lot> copies = new ArrayList<>();
    lots.forEach(lot -> copies.add(lot.settled()));
    Ledger later = new Ledger(layout, copies, new HashMap<>(owners), round + 1);
    Set<Layout.Seat> changed = new HashSet<>();
    for (String owner : gone) {
      Set<Layout.Seat> seats = later.owners.remove(owner);
      changed.addAll(seats == null ? Set.of() : seats);
    }
    changed.forEach(seat -> later.set(seat, at(seat).without(gone)));
    return later;
  }

  /** A charge on a device that is not known any more binds nothing. */
  private void add(String node, List<String> devices, Charge charge) {
    Set<Layout.Seat> seats = new HashSet<>(owners.getOrDefault(charge.owner(), Set.of()));
    for (Layout.Seat seat : layout.on(node)) {
      Stock stock = at(seat);
      if (stock.hasAny(devices)) {
        set(seat, stock.with(charge, devices));
        seats.add(seat);
      }
    }
    owners.put(charge.owner(), Set.copyOf(seats));
  }

  private Stock at(Layout.Seat seat) {
    return lots.get(seat.lot()).get(seat.number());
  }

  private void set(Layout.Seat seat, Stock stock) {
    lots.get(seat.lot()).set(seat.number(), stock, round);
  }
}
