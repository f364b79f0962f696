// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import dev.conduit.engine.simulator.fault.Faults.SlowChunks;
import dev.conduit.engine.surface.spi.GenerationListener;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The faults that are on now, and the dice that decide whom they hit. Setting faults starts the
 * dice again from their seed. Any thread may call.
 */
public final class FaultSwitch {
  private final ScheduledExecutorService timer;
  private Faults faults;
  private SplittableRandom dice;

  /**
   * A switch.
   *
   * @param timer one thread, which delays slow chunks
   */
  public FaultSwitch(Faults initial, ScheduledExecutorService timer) {
    this.timer = timer;
    this.faults = initial;
    this.dice = new SplittableRandom(initial.seed());
  }

  public synchronized void set(Faults next) {
    faults = next;
    dice = new SplittableRandom(next.seed());
  }

  public synchronized Faults faults() {
    return faults;
  }

  /** How many times longer than usual loading takes now. */
  public double slowness() {
    return faults().slowLoad().map(Faults.SlowLoad::factor).orElse(1.0);
  }

  /** The status with which this request is answered at once, if it is hit. */
  synchronized Optional<Integer> error() {
    return faults
        .errors()
        .filter(errors -> hits(errors.rate()))
        .map(errors -> errors.status().orElse(500));
  }

  /** Whether this request is never answered. */
  synchronized boolean swallows() {
    return faults.blackHole().filter(hole -> hits(hole.rate())).isPresent();
  }

  /** The listener of a new sequence, behind the faults that hit it. */
  public synchronized GenerationListener through(GenerationListener listener) {
    GenerationListener outer = listener;
    Optional<SlowChunks> slow = faults.slowChunks().filter(chunks -> hits(chunks.rate()));
    if (slow.isPresent()) {
      outer = new DelayedListener(outer, timer, Duration.ofMillis(slow.get().delayMillis()));
    }
    Optional<Faults.Stall> stall = faults.stall().filter(stalls -> hits(stalls.rate()));
    if (stall.isPresent()) {
      outer = new CutListener(outer, stall.get().afterTokens(), false);
    }
    Optional<Faults.Reset> reset = faults.reset().filter(resets -> hits(resets.rate()));
    if (reset.isPresent()) {
      outer = new CutListener(outer, reset.get().afterTokens(), true);
    }
    return outer;
  }

  private boolean hits(Optional<Double> rate) {
    return dice.nextDouble() < rate.orElse(1.0);
  }
}
