// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;

/** A sidecar that pairs what it serves, before a light and a heavy engine, over real sockets. */
abstract class PairStage {
  static final Pairs.Judge EXACT = new Pairs.Judge.Exact();
  static final Pairs.Budget PLENTY = new Pairs.Budget(10_000, 10_000_000, 8);

  final Vertx vertx = Vertx.vertx();
  final RunningSidecar sidecar = new RunningSidecar(vertx);
  volatile BiConsumer<HttpServerRequest, Buffer> lightAnswer = says("Red.");
  volatile BiConsumer<HttpServerRequest, Buffer> heavyAnswer = says("red");
  final FakeEngine light = new FakeEngine(vertx, (r, b) -> lightAnswer.accept(r, b));
  final FakeEngine heavy = new FakeEngine(vertx, (r, b) -> heavyAnswer.accept(r, b));

  @AfterEach
  void stop() throws Exception {
    sidecar.plane.drain();
    Await.until(() -> assertThat(sidecar.plane.pairs().open()).isZero());
    sidecar.close();
    sidecar.plane.lessons().stop();
    light.close();
    heavy.close();
    Await.done(vertx.close());
  }

  static BiConsumer<HttpServerRequest, Buffer> says(String text) {
    return (request, _) -> FakeEngine.json(request.response(), CascadeStage.answer(text, ""));
  }

  static Pairs pairs(double share, Pairs.Judge judge, Pairs.Budget budget, String... classes) {
    return new Pairs(
        share,
        judge,
        List.of(classes),
        new Tokens(1000),
        new Bytes(4000),
        Duration.ofSeconds(10),
        budget);
  }

  static Pairs timeout(Pairs of, Duration timeout) {
    return new Pairs(
        of.share(),
        of.judge(),
        of.dataClasses(),
        of.maxPrompt(),
        of.maxAnswer(),
        timeout,
        of.budget());
  }

  RoutingSnapshot snapshot(Pairs pairs, Tier decided, Target... more) {
    RoutingSnapshot plain = Snapshots.light(light.port()).heavy(heavy.port()).build();
    List<Target> targets = new java.util.ArrayList<>();
    plain.targets().forEach(t -> targets.add(CascadeStage.target(t, List.of())));
    targets.addAll(List.of(more));
    return new RoutingSnapshot(
        plain.format(),
        plain.policy(),
        plain.revision(),
        plain.tiers(),
        targets,
        plain.rules(),
        new Classifier(
                decided,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty())
            .pairs(pairs),
        plain.balance(),
        plain.resilience());
  }

  void serve(Pairs.Judge judge) {
    sidecar.with(snapshot(pairs(1, judge, PLENTY), Tier.LIGHT));
  }

  HttpResponse<String> ask(String fields) {
    return sidecar.post(RunningSidecar.CHAT, CascadeStage.body(fields));
  }

  double count(String metric, String... tags) {
    var counter = sidecar.registry.find(metric).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  double pairs(String result, String cause) {
    return count("conduit.pairs", "result", result, "cause", cause);
  }

  double outcomes(String source, String agrees) {
    return count("conduit.learning.outcomes", "source", source, "agrees", agrees);
  }

  /** Each slot is free again, whatever happened. */
  void awaitCounted(String result, String cause, int times) {
    Await.until(() -> assertThat(pairs(result, cause)).isEqualTo(times));
    Await.until(() -> assertThat(sidecar.plane.pairs().open()).isZero());
  }
}
