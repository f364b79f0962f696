// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Pairs;
import dev.conduit.sidecar.core.pair.Ledger;
import dev.conduit.sidecar.core.pair.Skip;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The {@link Ledger} of the process, for any thread; a restart forgets it. */
final class PairLedger {
  private final LongSupplier nanoTime;
  private Ledger ledger;

  PairLedger(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.ledger = Ledger.at(nanoTime.getAsLong());
  }

  /** Begins a pair, or says why not. */
  synchronized Optional<Skip> begin(Pairs.Budget budget) {
    long now = nanoTime.getAsLong();
    Optional<Skip> objection = ledger.objection(budget, now);
    if (objection.isEmpty()) {
      ledger = ledger.begun(now);
    }
    return objection;
  }

  synchronized void spent(long tokens) {
    ledger = ledger.spent(tokens, nanoTime.getAsLong());
  }

  synchronized void ended() {
    ledger = ledger.ended();
  }

  synchronized void gaveBack() {
    ledger = ledger.gaveBack();
  }

  synchronized int open() {
    return ledger.open();
  }
}
