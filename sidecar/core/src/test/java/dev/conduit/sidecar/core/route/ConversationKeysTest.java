// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Agents say "continue" all day, and some engines call each first call call_0. */
class ConversationKeysTest {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Stay STAY = new Stay(TargetId.of("large", "72b"), Tier.HEAVY);

  private final Recollection recollection = new Recollection();

  @Test
  void turn_sameLastWordsInAnotherSession_isNotThatLoop() {
    recollection.remember(keys("the first of two plans", Optional.of("a")), STAY, TTL, 0);

    ConversationKeys other = keys("something else", Optional.of("b"));

    assertThat(recollection.turn(other, true, 1)).isEmpty();
  }

  @Test
  void turn_historyRewrittenInTheSameSession_isThatLoop() {
    recollection.remember(keys("the first of two plans", Optional.of("a")), STAY, TTL, 0);

    ConversationKeys rewritten = keys("in short: two plans", Optional.of("a"));

    assertThat(recollection.turn(rewritten, true, 1)).contains(STAY);
  }

  private static ConversationKeys keys(String opening, Optional<String> session) {
    byte[] body =
        """
        {"model": "auto", "tools": [{"type": "function", "function": {"name": "f"}}], "messages": [
          {"role": "user", "content": "%s"},
          {"role": "assistant", "content": "well"},
          {"role": "user", "content": "continue"},
          {"role": "assistant", "tool_calls": [
            {"id": "call_0", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "call_0", "content": "1"}]}
        """
            .formatted(opening)
            .getBytes(StandardCharsets.UTF_8);
    var read = (FactsReader.Reading.Read) FactsReader.read(body, 0, body.length, Api.CHAT);
    RequestFacts facts = read.facts();
    return ConversationKeys.of(facts, new ConversationKeys.Wishes(Optional.empty(), session));
  }
}
