// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RouteRule.Action;
import dev.conduit.contract.Tier;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a decision allocates, whatever the length of the prompt. */
class DecisionMemoryTest {
  private static final int ROUNDS = 2_000;

  @Test
  void decide_plainPolicyAndKeywords_allocatesLessThanAKilobyte() {
    RouteRule.Match words =
        new RouteRule.Match(
            List.of(),
            List.of("prove", "证明"),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(false));
    RouteTable table =
        RuleKindsTest.table(
            List.of(),
            List.of(new RouteRule("r", words, new Action.RouteToTier(Tier.HEAVY))),
            RuleKindsTest.target("light", Tier.LIGHT, 0, List.of()),
            RuleKindsTest.target("heavy", Tier.HEAVY, 0, List.of()));
    assertThat(allocated(table, RouteTableTest.ask("auto", "word ".repeat(8))))
        .isLessThanOrEqualTo(1_024);
    assertThat(allocated(table, RouteTableTest.ask("auto", "word ".repeat(1_600))))
        .isLessThanOrEqualTo(1_024);
  }

  /** A body may have 16 MiB, and a data plane has 96 in all. */
  @Test
  void decide_longBodyEscapedManyTimes_isCopiedOnce() {
    RouteTable table =
        RuleKindsTest.table(
            List.of(),
            List.of(),
            RuleKindsTest.target("light", Tier.LIGHT, 0, List.of("pii")),
            RuleKindsTest.target("heavy", Tier.HEAVY, 0, List.of()));
    table.decide(RouteTableTest.ask("auto", "\\n"));
    String text = "\\".repeat(16) + "n" + "a".repeat(2_000_000);
    assertThat(once(table, RouteTableTest.ask("auto", text))).isLessThan(3_000_000);
  }

  private static long once(RouteTable table, Ask ask) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    table.decide(ask);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static long allocated(RouteTable table, Ask ask) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    table.decide(ask);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      table.decide(ask);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
  }
}
