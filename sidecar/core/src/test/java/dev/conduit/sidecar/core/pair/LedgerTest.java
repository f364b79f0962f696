// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Pairs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final Pairs.Budget BUDGET = new Pairs.Budget(3, 1000, 2);

  @Test
  void objection_requestsUsedUp_untilTheHourTurns() {
    Ledger ledger = Ledger.at(-5);
    for (int i = 0; i < 3; i++) {
      assertThat(ledger.objection(BUDGET, i)).isEmpty();
      ledger = ledger.begun(i).ended();
    }
    assertThat(ledger.objection(BUDGET, 4)).contains(Skip.BUDGET);
    assertThat(ledger.objection(BUDGET, HOUR - 6)).contains(Skip.BUDGET);
    assertThat(ledger.objection(BUDGET, HOUR - 5)).isEmpty();
    assertThat(ledger.begun(HOUR).requests()).isOne();
  }

  @Test
  void objection_tokensUsedUp_evenByWhatTheLastPairTookBeyond() {
    Ledger ledger = Ledger.at(0).begun(0).spent(999, 0);
    assertThat(ledger.objection(BUDGET, 0)).isEmpty();
    ledger = ledger.begun(0).spent(5000, 1).ended().ended();
    assertThat(ledger.objection(BUDGET, 2)).contains(Skip.BUDGET);
    assertThat(ledger.objection(BUDGET, HOUR)).isEmpty();
  }

  @Test
  void objection_asManyAsMayBeUnderWay_alsoBeyondTheHour() {
    Ledger ledger = Ledger.at(0).begun(0).begun(0);
    assertThat(ledger.objection(BUDGET, 0)).contains(Skip.CONCURRENT);
    assertThat(ledger.objection(BUDGET, HOUR)).contains(Skip.CONCURRENT);
    assertThat(ledger.ended().objection(BUDGET, HOUR)).isEmpty();
  }

  @Test
  void gaveBack_costsNoRequest() {
    Ledger ledger = Ledger.at(0).begun(0).begun(0).gaveBack();
    assertThat(ledger).isEqualTo(new Ledger(0, 1, 0, 1));
  }
}
