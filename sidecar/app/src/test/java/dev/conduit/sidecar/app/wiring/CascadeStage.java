// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Cascade;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Price;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.json.JsonText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A sidecar with a cascade before a light and a heavy engine, over real sockets. */
abstract class CascadeStage {
  static final String SCHEMA =
      "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}}}";
  static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{\"type\":\"object\",\"required\":[\"city\"]}}}]";
  static final Cascade.Verify FORM =
      new Cascade.Verify(true, true, Optional.empty(), Optional.empty());
  static final Cascade.Verify SURE =
      new Cascade.Verify(true, true, Optional.of(-0.5), Optional.empty());
  static final String GOOD = answer("{\"n\":1}", "");
  static final String BAD = answer("{\"n\":\"one\"}", "");

  boolean learns;
  final Vertx vertx = Vertx.vertx();
  final RunningSidecar sidecar = new RunningSidecar(vertx);
  volatile Consumer<HttpServerRequest> lightAnswer = json(GOOD);
  final FakeEngine light = new FakeEngine(vertx, (r, _) -> lightAnswer.accept(r));
  final FakeEngine heavy =
      new FakeEngine(vertx, (r, _) -> FakeEngine.json(r.response(), answer("heavy", "")));

  @AfterEach
  void stop() {
    sidecar.close();
    light.close();
    heavy.close();
    Await.done(vertx.close());
  }

  static Consumer<HttpServerRequest> json(String body) {
    return request -> FakeEngine.json(request.response(), body);
  }

  static String answer(String content, String logprobs) {
    return "{\"id\":\"a\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + JsonText.quote(content)
        + "},"
        + (logprobs.isEmpty() ? "" : "\"logprobs\":" + logprobs + ",")
        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}";
  }

  static String logprob(double value) {
    return "{\"content\":[{\"token\":\"a\",\"logprob\":" + value + "}]}";
  }

  static Cascade cascade(Cascade.Verify verify) {
    return new Cascade(
        Tier.LIGHT,
        Optional.empty(),
        verify,
        false,
        Duration.ofSeconds(10),
        new Bytes(100_000),
        100);
  }

  static Cascade with(Cascade of, Duration timeout, long bytes, int percent) {
    return new Cascade(
        of.startTier(),
        of.escalateTo(),
        of.verify(),
        of.buffersStreams(),
        timeout,
        new Bytes(bytes),
        percent);
  }

  RoutingSnapshot snapshot(Cascade cascade, Tier decided, Target... targets) {
    RoutingSnapshot plain = Snapshots.light(light.port()).heavy(heavy.port()).build();
    return new RoutingSnapshot(
            plain.format(),
            plain.policy(),
            plain.revision(),
            plain.tiers(),
            targets.length > 0
                ? List.of(targets)
                : plain.targets().stream().map(t -> target(t, List.of())).toList(),
            plain.rules(),
            new Classifier(
                decided,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(learns),
                Optional.empty()),
            plain.balance(),
            plain.resilience())
        .extended(List.of())
        .cascade(cascade);
  }

  static Target target(Target of, List<String> classes) {
    double factor = of.tier().equals(Tier.HEAVY) ? 10 : 1;
    return new Target(
        of.id(),
        of.tier(),
        of.model(),
        of.aliases(),
        of.weight(),
        of.contextTokens(),
        of.dialect(),
        new Price(factor, 2 * factor),
        of.simulated(),
        of.health(),
        of.credential(),
        classes,
        of.endpoints());
  }

  void serve(Cascade cascade) {
    sidecar.with(snapshot(cascade, Tier.HEAVY));
  }

  HttpResponse<String> ask(String fields) {
    return sidecar.post(RunningSidecar.CHAT, body(fields));
  }

  static String body(String fields) {
    return "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  static String header(HttpResponse<String> of, String name) {
    return of.headers().firstValue("x-conduit-" + name).orElse("");
  }

  double count(String metric, String... tags) {
    var counter = sidecar.registry.find(metric).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }
}
