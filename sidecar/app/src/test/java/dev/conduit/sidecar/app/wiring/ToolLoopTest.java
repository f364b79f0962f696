// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.route.Ask;
import dev.conduit.sidecar.core.route.Circumstances;
import dev.conduit.sidecar.core.route.ConversationKeys;
import dev.conduit.sidecar.core.route.Decision;
import dev.conduit.sidecar.core.route.RouteTable;
import dev.conduit.sidecar.core.route.Stay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 20,000 turns of conversations that call tools, through the same code that serves requests. */
class ToolLoopTest {
  private static final int TURNS = 20_000;
  private static final Duration TTL = Duration.ofMinutes(30);

  private final Random random = new Random(17);
  private final Conversations known = new Conversations();
  private final List<Target> targets =
      List.of(
          Snapshots.target("light", Tier.LIGHT, List.of()),
          Snapshots.target("small", Tier.LIGHT, List.of()),
          Snapshots.target("heavy", Tier.HEAVY, List.of()),
          Snapshots.target("large", Tier.HEAVY, List.of()));
  private long now = 1;
  private int turns;
  private int loopSteps;
  private int switches;
  private int lighter;

  /** What clients do to what was said before they send it. */
  private Editing editing = Editing.NONE;

  /** How a client changes a conversation, differently in each request. */
  private enum Editing {
    NONE,
    /** All but the last messages are left out. */
    TRIMMED,
    /** A summary, each time another, takes the place of what was before. */
    SUMMARIZED,
    /** The last words of the user get another attachment, and what was before is left out. */
    REPHRASED
  }

  /** By the whole length and at random: as fickle as a classifier can be. */
  private static Classification fickle(RequestFacts facts, Random random) {
    boolean isHard = facts.promptTokens().value() % 7 < 2 || random.nextInt(10) == 0;
    return new Classification(isHard ? Tier.HEAVY : Tier.LIGHT, isHard ? 1 : 0, "fickle");
  }

  private RouteTable table() {
    Resilience d = Resilience.defaults();
    List<TargetId> fallback = List.of(targets.get(2).id(), targets.get(0).id());
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
            RoutingSnapshot.FORMAT,
            new PolicyRef("n", "p"),
            "r",
            List.of(Tier.LIGHT, Tier.HEAVY),
            targets,
            List.of(),
            new Classifier(Tier.LIGHT, List.of()),
            Balance.ROUND_ROBIN,
            new Resilience(d.timeouts(), d.retries(), fallback));
    return new RouteTable(snapshot, facts -> fickle(facts, random));
  }

  /** One conversation: its messages, and who answered last. */
  private final class Conversation {
    private final List<String> messages = new ArrayList<>();
    private final boolean isRemembered;
    private Optional<Target> last = Optional.empty();
    private int pendingTools;

    Conversation(int number, boolean isRemembered) {
      this.isRemembered = isRemembered;
      messages.add("{\"role\":\"system\",\"content\":\"You are a helpful agent.\"}");
      pendingTools = -1;
      say(number % 3 == 0 ? "hi" : "question " + number);
    }

    private void say(String text) {
      messages.add("{\"role\":\"user\",\"content\":\"" + text + "\"}");
    }

    /** One request, and what the model does with it: call a tool, or answer. */
    void step(RouteTable table) {
      boolean inLoop = pendingTools >= 0;
      Target answered = ask(table, inLoop);
      turns++;
      if (inLoop) {
        loopSteps++;
        switches += last.filter(before -> !before.equals(answered)).isPresent() ? 1 : 0;
      }
      last = Optional.of(answered);
      if (pendingTools == -1 ? random.nextInt(3) > 0 : random.nextInt(4) > 0) {
        String id = "call_" + Long.toHexString(random.nextLong());
        messages.add(
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\""
                + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}");
        messages.add(
            "{\"role\":\"tool\",\"tool_call_id\":\""
                + id
                + "\",\"content\":\""
                + "result ".repeat(random.nextInt(60))
                + "\"}");
        pendingTools = 1;
      } else {
        String answer = editing == Editing.NONE ? "done" : "done " + random.nextLong();
        messages.add("{\"role\":\"assistant\",\"content\":\"" + answer + "\"}");
        say("and then? " + random.nextInt(5));
        pendingTools = -1;
      }
    }

    private Target ask(RouteTable table, boolean inLoop) {
      now += random.nextInt(50);
      RequestFacts facts = facts();
      assertThat(facts.turn().inToolLoop()).isEqualTo(inLoop);
      ConversationKeys keys =
          ConversationKeys.of(
              facts, new ConversationKeys.Wishes(Optional.empty(), Optional.empty()));
      Circumstances around =
          isRemembered
              ? new Circumstances(
                  now,
                  "",
                  known.turn(keys, false, now),
                  known.isRepeat(keys, TTL, now),
                  known.conversation(keys, now))
              : Circumstances.NONE;
      Ask ask =
          new Ask(
              facts,
              _ -> Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              random.nextLong(),
              around);
      if (!(table.decide(ask) instanceof Decision.Routed(var candidates, _))) {
        throw new AssertionError("refused");
      }
      // One in twenty first choices fails before it answers, and the next one does.
      boolean fails = random.nextInt(20) == 0 && candidates.size() > 1;
      Target answered = candidates.get(fails ? 1 : 0);
      boolean isKept = last.isEmpty() || !last.get().tier().equals(Tier.HEAVY) || fails;
      lighter += isKept || candidates.getFirst().tier().equals(Tier.HEAVY) ? 0 : 1;
      known.remember(keys, new Stay(answered.id(), answered.tier()), TTL, now);
      return answered;
    }

    /** What the client makes of it: the system's message and the newest ones stay. */
    private List<String> sent() {
      int user = messages.size() - 1;
      while (!messages.get(user).contains("\"user\"")) {
        user--;
      }
      boolean isFirst = user == 1;
      if (editing == Editing.NONE || isFirst || random.nextInt(3) == 0) {
        return messages;
      }
      boolean isHanded = messages.size() - user > 4;
      if (editing == Editing.REPHRASED && !isHanded) {
        return messages; // Nothing that is known would be left.
      }
      List<String> sent = new ArrayList<>(messages.subList(0, 1));
      if (editing == Editing.SUMMARIZED) {
        sent.add("{\"role\":\"assistant\",\"content\":\"so far: " + random.nextLong() + "\"}");
      }
      boolean isRephrased = editing == Editing.REPHRASED;
      int kept = isRephrased ? 0 : 1 + random.nextInt(Math.min(3, user - 1));
      sent.addAll(messages.subList(user - kept, user));
      String words = messages.get(user);
      sent.add(isRephrased ? words.replace("\"}", " " + random.nextLong() + "\"}") : words);
      // Of what tools returned, at least the last two results, or all.
      int results = isHanded && random.nextBoolean() ? messages.size() - 4 : user + 1;
      sent.addAll(messages.subList(results, messages.size()));
      return sent;
    }

    private RequestFacts facts() {
      String body =
          "{\"model\":\"auto\",\"tools\":[{\"type\":\"function\"}],\"messages\":["
              + String.join(",", sent())
              + "]}";
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return switch (FactsReader.read(bytes, 0, bytes.length, Api.CHAT)) {
        case FactsReader.Reading.Read(var facts) -> facts;
        case FactsReader.Reading.Rejected(var failure) -> throw new AssertionError(failure);
      };
    }
  }

  private void simulate(boolean isRemembered, int howMany) {
    RouteTable table = table();
    List<Conversation> open = new ArrayList<>();
    for (int i = 0; turns < howMany; i++) {
      if (open.size() < 60) {
        open.add(new Conversation(i, isRemembered));
      }
      Conversation one = open.get(random.nextInt(open.size()));
      one.step(table);
      if (one.messages.size() > 40) {
        open.remove(one);
      }
      if (i % 1_000 == 0) {
        table = table();
      }
    }
  }

  @Test
  void turns_ofManyConversationsAtOnce_neverSwitchTheModelInALoop() {
    simulate(true, TURNS);
    assertThat(turns).isEqualTo(TURNS);
    assertThat(loopSteps).isGreaterThan(TURNS / 3);
    assertThat(switches).isZero();
    assertThat(lighter).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Editing.class,
      names = {"TRIMMED", "SUMMARIZED", "REPHRASED"})
  void turns_ofClientsThatChangeWhatWasSaid_neverSwitchTheModelInALoop(Editing how) {
    editing = how;
    simulate(true, TURNS);
    assertThat(loopSteps).isGreaterThan(TURNS / 3);
    assertThat(switches).isZero();
  }

  /** The simulation can fail: without memory it does. */
  @Test
  void turns_withoutMemory_switch() {
    simulate(false, 2_000);
    assertThat(switches).isPositive();
  }

  private static ConversationKeys turnOnly(long turn) {
    return new ConversationKeys(turn, 0, 0, ConversationKeys.Loop.NONE);
  }

  @Test
  void remembered_tooMany_keepsTheLatest() {
    Stay stay = new Stay(targets.getFirst().id(), Tier.LIGHT);
    for (int i = 1; i <= Conversations.MOST + 100; i++) {
      known.remember(turnOnly(i), stay, TTL, 1);
    }
    assertThat(known.size()).isEqualTo(Conversations.MOST);
    assertThat(known.turn(turnOnly(1), false, 1)).isEmpty();
    int last = Conversations.MOST + 100;
    assertThat(known.turn(turnOnly(last), false, 1)).contains(stay);
    long later = TTL.toMillis() + 2;
    assertThat(known.turn(turnOnly(last), false, later)).isEmpty();
  }
}
