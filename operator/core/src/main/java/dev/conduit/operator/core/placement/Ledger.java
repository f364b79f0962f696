// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.RunningEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Hardware hardware;
  private final Map<Slot, Held> devices = new HashMap<>();
  private final Map<Slot, Bytes> taken = new HashMap<>();
  private final Map<DeviceClass, Vacancies> vacancies = new HashMap<>();
  private final Set<String> owners = new HashSet<>();

  private Ledger(Hardware hardware) {
    this.hardware = hardware;
    for (NodeDevices group : hardware.groups()) {
      for (Device device : group.devices()) {
        devices.put(
            new Slot(group.node(), device.id()), new Held(device, group, new ArrayList<>()));
      }
      vacancies.computeIfAbsent(group.deviceClass(), unused -> new Vacancies()).add(group);
    }
  }

  /**
   * With every given engine charged.
   *
   * @param sharing which of them let others onto their GPUs
   */
  public static Ledger of(
      Hardware hardware, List<RunningEngine> running, Predicate<RunningEngine> sharing) {
    Ledger ledger = new Ledger(hardware);
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

  /** Whether one of these owners, which are engines' ids, has a charge. */
  public boolean charges(Collection<String> ids) {
    return !Collections.disjoint(owners, ids);
  }

  /** Bytes that nobody has; none for a device that is not known. */
  Bytes free(Slot slot) {
    Held held = devices.get(slot);
    return held == null ? Bytes.ZERO : held.device.total().minusOrZero(taken(slot, held));
  }

  /** Whether so many bytes are free, and an engine that wants the device for itself may come. */
  boolean isIdleWith(Slot slot, Bytes bytes) {
    Held held = devices.get(slot);
    return held != null && held.charges.isEmpty() && free(slot).compareTo(bytes) >= 0;
  }

  /**
   * Whether so many bytes are free, and an engine that shares may come: nobody has the device for
   * himself, and none loads, and so measures or takes memory just now.
   */
  boolean isOpenWith(Slot slot, Bytes bytes) {
    Held held = devices.get(slot);
    return held != null && held.isOpen() && free(slot).compareTo(bytes) >= 0;
  }

  /** The groups of a class. */
  Vacancies vacancies(DeviceClass deviceClass) {
    return vacancies.getOrDefault(deviceClass, new Vacancies());
  }

  /**
   * This ledger as it will be once these owners are gone and everything has loaded; this one stays
   * as it is. An owner is an engine's id. Cost: a copy of everything.
   */
  public Ledger settledWithout(Set<String> owners) {
    Ledger later = new Ledger(hardware);
    devices.forEach(
        (slot, held) ->
            held.charges.stream()
                .filter(charge -> !owners.contains(charge.owner()))
                .forEach(charge -> later.add(slot, charge.loaded())));
    return later;
  }

  /** A charge on a device that is not known any more binds nothing. */
  private void add(Slot slot, Charge charge) {
    owners.add(charge.owner());
    Held held = devices.get(slot);
    if (held == null) {
      return;
    }
    if (held.charges.isEmpty()) {
      vacancies(held.group.deviceClass()).take(held.group, idle(held.group));
    }
    held.charges.add(charge);
    vacancies(held.group.deviceClass()).share(held.group, isShared(held.group));
    taken.put(slot, taken(slot, held).plus(charge.bytes()));
  }

  private Bytes taken(Slot slot, Held held) {
    return taken.getOrDefault(slot, held.device.usedByOthers());
  }

  private Held held(NodeDevices group, Device device) {
    return Objects.requireNonNull(devices.get(new Slot(group.node(), device.id())));
  }

  /** Whether an engine that shares would find another one there that shares. */
  private boolean isShared(NodeDevices group) {
    return group.devices().stream()
        .map(device -> held(group, device))
        .anyMatch(held -> !held.charges.isEmpty() && held.isOpen());
  }

  private int idle(NodeDevices group) {
    return (int)
        group.devices().stream().filter(device -> held(group, device).charges.isEmpty()).count();
  }

  /** A device and what is on it. */
  private record Held(Device device, NodeDevices group, List<Charge> charges) {
    boolean isOpen() {
      return charges.stream().noneMatch(charge -> charge.exclusive() || charge.loading());
    }
  }

  private record Charge(String owner, Bytes bytes, boolean loading, boolean exclusive) {
    Charge loaded() {
      return new Charge(owner, bytes, false, exclusive);
    }
  }
}
