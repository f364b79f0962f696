// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Dialect;
import dev.conduit.contract.Price;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetBalance;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of two targets of one tier gets a request, on real sockets. */
class TargetBalanceTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger delayOfOne = new AtomicInteger(1);
  private final AtomicInteger delayOfTwo = new AtomicInteger(1);
  private final AtomicInteger statusOfOne = new AtomicInteger(200);
  private FakeEngine one;
  private FakeEngine two;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() {
    one = engine(delayOfOne, statusOfOne);
    two = engine(delayOfTwo, new AtomicInteger(200));
    sidecar = new RunningSidecar(vertx);
  }

  private FakeEngine engine(AtomicInteger delay, AtomicInteger status) {
    return new FakeEngine(
        vertx,
        (request, _) ->
            vertx.setTimer(
                delay.get(),
                _ -> {
                  request.response().setStatusCode(status.get());
                  FakeEngine.json(request.response(), FakeEngine.ANSWER);
                }));
  }

  @AfterEach
  void stop() {
    sidecar.close();
    Await.done(vertx.close());
  }

  @Test
  void lowestCost_theDearOneIsOnlyAskedWhenTheOtherIsGone() {
    with(TargetBalance.LOWEST_COST, new Price(5, 5), new Price(1, 1));
    ask(10);
    assertThat(one.seen).isEmpty();
    assertThat(two.seen).hasSize(10);
    two.kill();
    ask(1);
    assertThat(one.seen).hasSize(1);
  }

  @Test
  void lowestLatency_followsWhoeverIsFaster() {
    warmUp();
    delayOfOne.set(1_000);
    with(TargetBalance.LOWEST_LATENCY, Price.UNKNOWN, Price.UNKNOWN);
    ask(2); // each once, for nothing is known of it
    assertThat(one.seen).hasSize(1);
    assertThat(two.seen).hasSize(1);
    ask(8);
    assertThat(one.seen).as("it is slow").hasSize(1);
    delayOfOne.set(1);
    delayOfTwo.set(3_000);
    ask(1);
    assertThat(two.seen).as("who was fast so far").hasSize(10);
    ask(8);
    assertThat(two.seen).as("it became the slower one").hasSize(10);
    assertThat(one.seen).as("one request told that it recovered").hasSize(9);
  }

  @Test
  void lowestLatency_quickErrors_areNoSpeed() {
    statusOfOne.set(500);
    with(TargetBalance.LOWEST_LATENCY, Price.UNKNOWN, Price.UNKNOWN);
    ask(10);
    assertThat(one.seen).hasSize(1);
    assertThat(two.seen).hasSize(10);
  }

  /** Under other names: the first requests of a young process are slow, whoever answers. */
  private void warmUp() {
    Target[] others = {
      target("warm-one", one.port(), Price.UNKNOWN), target("warm-two", two.port(), Price.UNKNOWN)
    };
    sidecar.with(Snapshots.light().targets(others).build());
    ask(40);
    one.seen.clear();
    two.seen.clear();
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      HttpResponse<String> answer = sidecar.chat("auto");
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  private void with(TargetBalance balance, Price ofOne, Price ofTwo) {
    sidecar.with(
        Snapshots.light()
            .targets(target("one", one.port(), ofOne), target("two", two.port(), ofTwo))
            .build()
            .targetBalance(balance));
  }

  private static Target target(String name, int port, Price price) {
    return new Target(
        TargetId.of(name, name + "-model"),
        Tier.LIGHT,
        name + "-model",
        List.of(),
        1,
        Tokens.ZERO,
        Dialect.OPENAI,
        price,
        false,
        Snapshots.HEALTH,
        Optional.empty(),
        List.of(),
        Snapshots.endpoints(name, true, port));
  }
}
