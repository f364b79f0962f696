// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.conduit.contract.DataClass;
import dev.conduit.contract.DataKind;
import dev.conduit.contract.Expression;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RouteRule.Action;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work is counted in characters that were asked for, never in seconds. */
class HostileInputTest {
  private static final int MEGABYTE = 1 << 20;

  /** Counts how often a character is asked for. */
  private static final class Counted implements CharSequence {
    private final String text;
    private final long[] reads = new long[1];

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads[0]++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a|a)*b",
        "(a|aa)+$",
        "(.*a){12}$",
        "([a-z]+)*[0-9]",
        "^(a?){30}a{30}$",
        "(x+x+)+y"
      })
  void expression_madeToBeSlow_readsEachCharacterAFewTimes(String expression) {
    assertThat(Expression.problem(expression)).isEmpty();
    Pattern pattern = Expression.compile(expression);
    Counted text = new Counted("a".repeat(20_000) + "!");
    pattern.matcher(text).find();
    assertThat(text.reads[0]).isLessThan(8L * text.length());
  }

  @Test
  void expressions_ofAWholePolicy_readNoMoreThanTheirBudget() {
    List<RouteRule> rules = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String slow = "(a|b|[c-f]+|x" + i + "){16}z";
      rules.add(
          new RouteRule("r" + i, RuleKindsTest.regex(slow), new Action.RouteToTier(Tier.HEAVY)));
    }
    RouteTable table =
        RuleKindsTest.table(
            List.of(), rules, RuleKindsTest.target("one", Tier.HEAVY, 0, List.of()));
    int size = 0;
    for (RouteRule rule : rules) {
      size += Expression.compile(rule.match().regex().orElseThrow()).programSize();
    }
    assertThat((long) size * table.senses().readable()).isLessThanOrEqualTo(Expression.MAX_STEPS);
    assertThat(table.decide(RouteTableTest.ask("auto", "a".repeat(MEGABYTE))))
        .isInstanceOf(Decision.Routed.class);
  }

  @Test
  void constraint_onATextTooLongToRead_isKept() {
    RouteRule keep =
        new RouteRule(
            "keep",
            RuleKindsTest.regex("(secret|[a-m]+|[n-z]+ x){40}"),
            new Action.Constrain(List.of(Tier.LIGHT)));
    RouteTable table =
        RuleKindsTest.table(
            List.of(),
            List.of(keep),
            RuleKindsTest.target("in", Tier.LIGHT, 0, List.of()),
            RuleKindsTest.target("out", Tier.HEAVY, 0, List.of()));
    String text = " ".repeat(MEGABYTE) + "0";
    assertThat(RouteTableTest.refused(table.decide(RouteTableTest.ask("heavy", text))))
        .isInstanceOf(Failure.Forbidden.class);
  }

  @Test
  void patternOfAClass_onABodyTooLongToRead_countsAsFound() {
    DataClass own = new DataClass("own", List.of(), List.of("(K-[0-9]{6}|[a-m]+;){40}"));
    RouteTable table =
        RuleKindsTest.table(
            List.of(own),
            List.of(),
            RuleKindsTest.target("in", Tier.LIGHT, 0, List.of()),
            RuleKindsTest.target("out", Tier.HEAVY, 0, List.of("public")));
    String text = " ".repeat(MEGABYTE);
    assertThat(RouteTableTest.refused(table.decide(RouteTableTest.ask("heavy", text))))
        .isInstanceOf(Failure.Forbidden.class);
  }

  /** Texts that make a scanner look ahead again and again, each a megabyte. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "1 ",
        "1-",
        "a@",
        "@",
        "@a.",
        "sk-",
        "sk-1",
        "eyJ-",
        "eyJ.",
        "DE89 ",
        "+1 ",
        "-----BEGIN ",
        "\\",
        "\"",
        "中"
      })
  void anyRequest_ofAMegabyte_isDecided(String unit) {
    RouteRule.Match all =
        RuleKindsTest.match(
            java.util.Optional.of("(a+)+$"),
            List.of(),
            List.of(dev.conduit.contract.TaskType.CODE),
            List.of(),
            java.util.Optional.empty());
    DataClass own = new DataClass("own", List.of(DataKind.values()), List.of());
    RouteTable table =
        RuleKindsTest.table(
            List.of(own),
            List.of(new RouteRule("r", all, new Action.RouteToTier(Tier.HEAVY))),
            RuleKindsTest.target("in", Tier.LIGHT, 0, List.of()),
            RuleKindsTest.target("out", Tier.HEAVY, 0, List.of("public")));
    Decision decision =
        table.decide(RouteTableTest.ask("auto", unit.repeat(MEGABYTE / unit.length())));
    assertThat(decision).isInstanceOf(Decision.Routed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {257, 10_000, 500_000})
  void nesting_beyondTheLimit_isRefusedWithoutRecursion(int depth) {
    String body = "{\"model\":\"auto\",\"messages\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(FactsReader.read(bytes, 0, bytes.length, Api.CHAT))
        .isInstanceOf(FactsReader.Reading.Rejected.class);
  }

  @Test
  void brokenUtf8_isRefusedWithItsOffset() {
    byte[] bytes =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"??\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    for (byte[] broken :
        new byte[][] {{(byte) 0xC3, '"'}, {(byte) 0xFF, 'a'}, {(byte) 0xED, (byte) 0xA0}}) {
      byte[] body = bytes.clone();
      System.arraycopy(
          broken, 0, body, new String(bytes, StandardCharsets.US_ASCII).indexOf("??"), 2);
      assertThat(FactsReader.read(body, 0, body.length, Api.CHAT))
          .isInstanceOf(FactsReader.Reading.Rejected.class);
    }
  }
}
