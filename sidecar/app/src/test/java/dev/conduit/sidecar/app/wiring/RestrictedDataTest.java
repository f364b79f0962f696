// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Bytes;
import dev.conduit.contract.Cascade;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.DataClass;
import dev.conduit.contract.Endpoint;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes with data that must not leave, over real sockets, while engines inside fail. */
class RestrictedDataTest {
  private static final int PROBES = 10_000;
  private static final String MARK = "stays-inside-";

  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger outside = new AtomicInteger();
  private final AtomicInteger leaks = new AtomicInteger();
  private final Random random = new Random(23);
  private volatile String said = "A";
  private final FakeEngine home = engine(inside, true);
  private final FakeEngine vendor = engine(outside, false);

  private FakeEngine engine(AtomicInteger asked, boolean isFailing) {
    return new FakeEngine(
        vertx,
        (request, body) -> {
          int n = asked.incrementAndGet();
          leaks.addAndGet(!isFailing && body.toString().contains(MARK) ? 1 : 0);
          if (request.path().equals("/judge")) {
            FakeEngine.json(request.response(), "{\"better\":\"same\"}");
          } else {
            answer(request, isFailing ? n : -1, isFailing ? said : "A");
          }
        });
  }

  /** Of three, one is answered, one refused for now, and one torn off; the vendor is well. */
  private static void answer(HttpServerRequest request, int n, String text) {
    if (n % 3 == 0) {
      request.response().setStatusCode(503).end("busy");
    } else if (n % 3 == 1) {
      request.connection().close();
    } else {
      FakeEngine.json(request.response(), CascadeStage.answer(text, ""));
    }
  }

  @AfterEach
  void stop() {
    sidecar.close();
    home.close();
    vendor.close();
    Await.done(vertx.close());
  }

  private Target target(String name, Tier tier, int weight, FakeEngine engine, String... classes) {
    List<Endpoint> endpoints = Snapshots.endpoints(name, true, engine.port());
    Target plain = Snapshots.target(name, tier, endpoints);
    return new Target(
        plain.id(),
        tier,
        plain.model(),
        List.of(name + "-alias"),
        weight,
        new Tokens(name.equals("home") ? 400 : 0),
        plain.dialect(),
        plain.price(),
        false,
        plain.health(),
        plain.credential(),
        List.of(classes),
        endpoints);
  }

  private RoutingSnapshot snapshot(int round) {
    Resilience plain = Snapshots.light().build().resilience();
    List<TargetId> fallback =
        List.of(TargetId.of("vendor", "vendor-model"), TargetId.of("mixed", "mixed-model"));
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
                RoutingSnapshot.FORMAT,
                new PolicyRef("default", "test"),
                "r" + round,
                List.of(Tier.LIGHT, Tier.HEAVY),
                List.of(
                    target("home", Tier.LIGHT, 1, home),
                    target("mixed", Tier.LIGHT, 1 + round % 3, vendor, "public"),
                    target("vendor", Tier.HEAVY, 1, vendor, "public")),
                List.of(),
                classifier(round),
                Balance.ROUND_ROBIN,
                new Resilience(
                    plain.timeouts(), new Resilience.Retries(3, 100, List.of(503)), fallback))
            .extended(List.of(new DataClass("customer", List.of(), List.of("K-[0-9]{6}"))));
    Cascade cascade =
        new Cascade(
            Tier.LIGHT,
            Optional.of(Tier.HEAVY),
            new Cascade.Verify(true, true, Optional.of(-0.5), Optional.empty()),
            true,
            Duration.ofSeconds(10),
            new Bytes(100_000),
            100);
    return round % 4 < 2 ? snapshot : snapshot.cascade(cascade);
  }

  /** Two of three rounds pair all that may be, with judges that are outside, too. */
  private Classifier classifier(int round) {
    Classifier plain =
        new Classifier(
            round % 2 == 0 ? Tier.LIGHT : Tier.HEAVY,
            List.of(new Classifier.LengthStep(new Tokens(300), Tier.HEAVY)),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(true),
            Optional.empty());
    Pairs.Judge judge =
        switch (round / 2 % 3) {
          case 0 -> PairStage.EXACT;
          case 1 ->
              new Pairs.Judge.Hook(
                  URI.create("http://127.0.0.1:" + vendor.port() + "/judge"),
                  Duration.ofSeconds(5),
                  true);
          default -> new Pairs.Judge.Model(TargetId.of("vendor", "vendor-model"), Optional.empty());
        };
    return round % 3 == 0
        ? plain
        : plain.pairs(PairStage.pairs(1, judge, PairStage.PLENTY, "public"));
  }

  @Test
  void restricted_throughEveryPath_neverReachesTheOutside() {
    int answered = 0;
    for (int i = 0; i < PROBES; i++) {
      if (i % 500 == 0) {
        sidecar.with(snapshot(i / 500));
      }
      HttpResponse<String> answer = sidecar.send(probe(i));
      answered += answer.statusCode() == 200 ? 1 : 0;
      if (i % 4 == 0) {
        assertThat(
                sidecar
                    .post(RunningSidecar.CHAT, RunningSidecar.body("vendor-model", false))
                    .statusCode())
            .isEqualTo(200);
        sidecar.chat("auto");
      }
    }
    Await.until(() -> assertThat(sidecar.plane.pairs().open()).isZero());
    assertThat(leaks).hasValue(0);
    assertThat(outside.get()).isGreaterThanOrEqualTo(PROBES / 4);
    assertThat(answered).isGreaterThan(PROBES / 10);
    assertThat(pairs("judged")).isPositive();
    assertThat(pairs("dropped")).as("asked, the judges too").isPositive();
    assertThat(pairs("skipped", "cause", "data_class")).isGreaterThan(100);
  }

  /** Rounds with a hook and with a model outside that judge: neither gets what home answered. */
  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void restricted_inAnAnswerOnly_isNotShownToAJudgeOutside(int round) {
    said = MARK + "K-123456";
    sidecar.with(snapshot(round));
    for (int i = 0; i < 200; i++) {
      sidecar.post(RunningSidecar.CHAT, body("auto", message("user", "hello " + i), false));
    }
    Await.until(() -> assertThat(pairs("dropped", "cause", "data_class")).isPositive());
    Await.until(() -> assertThat(sidecar.plane.pairs().open()).isZero());
    assertThat(leaks).hasValue(0);
  }

  private double pairs(String result, String... tags) {
    return sidecar
        .registry
        .find("conduit.pairs")
        .tag("result", result)
        .tags(tags)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** The probe can be told from others at the vendor's: without its data it gets there. */
  @Test
  void unrestricted_sameMark_isSeenOutside() {
    sidecar.with(snapshot(0));
    sidecar.post(
        RunningSidecar.CHAT,
        body("vendor-model", message("user", MARK + " and nothing else"), false));
    assertThat(leaks).hasValue(1);
  }

  private HttpRequest probe(int i) {
    String model =
        List.of(
                "auto",
                "light",
                "heavy",
                "vendor-model",
                "mixed-alias",
                "home-model",
                "conduit/auto")
            .get(random.nextInt(7));
    int kind = random.nextInt(8);
    String text = MARK + i + " x".repeat(random.nextInt(1_200)) + " ";
    String data =
        List.of(
                "4111 1111 1111 1111",
                "a.person@example.org",
                "DE89 3704 0044 0532 0130 00",
                "K-123456",
                "AKIAIOSFODNN7EXAMPLE",
                "4111\\n4111111111111111",
                "\\u0034111-1111-1111-1111",
                "nothing")
            .get(kind);
    List<String> messages = new ArrayList<>();
    String role = List.of("user", "system", "assistant", "tool").get(random.nextInt(4));
    messages.add(message("user", "hello"));
    messages.add(message(role, text + data));
    if (random.nextBoolean()) {
      messages.add(message("user", "and now?"));
    }
    HttpRequest.Builder request =
        sidecar
            .to(RunningSidecar.CHAT)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    body(model, String.join(",", messages), random.nextBoolean())));
    if (kind == 7) {
      request.header("x-conduit-data-class", "restricted");
    }
    if (random.nextInt(5) == 0) {
      request.header("x-conduit-tier", random.nextBoolean() ? "light" : "heavy");
    }
    return request.build();
  }

  private static String message(String role, String text) {
    return "{\"role\":\"" + role + "\",\"content\":\"" + text + "\"}";
  }

  private static String body(String model, String messages, boolean hasTools) {
    return "{\"model\":\""
        + model
        + "\""
        + (hasTools ? ",\"tools\":[{\"type\":\"function\"}]" : "")
        + ",\"messages\":["
        + messages
        + "]}";
  }
}
