// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.Price;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.app.telemetry.Scrape;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What the whole program tells Prometheus, beside what its reference says. */
@QuarkusTest
@TestProfile(ScrapeTest.Own.class)
class ScrapeTest {
  private static final Path SNAPSHOT = Path.of("target", "scrape-test", "snapshot.json");
  private static final Path REFERENCE = Path.of("../../docs/reference/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\w+) \\| ([a-z_`, ]*) \\|");

  /** Only there where it is looked for, as the reference says. */
  private static final Set<String> ABSENT =
      Set.of(
          "conduit_discovery_connected",
          "conduit_cascade_steps_total",
          "conduit_cascade_wasted_usd_total",
          "conduit_cascade_saved_usd_total",
          "conduit_classifier_questions_total",
          "conduit_classifier_wait_seconds");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  @Inject Lifecycle lifecycle;

  /** A snapshot file of its own, and a free port. */
  public static final class Own implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "conduit.sidecar.listen-port", "0", "conduit.sidecar.snapshot-file", SNAPSHOT.toString());
    }
  }

  @Test
  void scrape_hasWhatTheReferenceSaysAndNothingElse() throws Exception {
    Vertx vertx = Vertx.vertx();
    busy(vertx, lifecycle);
    Await.until(ScrapeTest::assertTold); // it counts after it has answered
    Await.done(vertx.close());
  }

  private static void assertTold() throws IOException, InterruptedException {
    Scrape scrape = scrape();
    Map<String, Set<String>> told = ours(scrape);
    Map<String, Set<String>> said = reference();
    assertThat(told.keySet()).as("in the reference").isSubsetOf(said.keySet());
    said.forEach(
        (name, labels) -> {
          if (!ABSENT.contains(name)) {
            assertThat(told.get(name)).as(name).isEqualTo(labels);
          }
        });
    Map<String, String> light = Map.of("tier", "light", "model", "light-model");
    double answers =
        scrape.value(
                "conduit_tokens_total",
                Map.of("tier", "light", "model", "light-model", "type", "output"))
            / 10;
    assertThat(answers).as("the process is shared with other tests").isGreaterThanOrEqualTo(1);
    assertThat(scrape.value("conduit_cost_usd_total", light) / answers)
        .isCloseTo(31e-6, within(1e-12));
    assertThat(scrape.value("conduit_cost_all_heavy_usd_total", light) / answers)
        .isCloseTo(310e-6, within(1e-12));
    assertThat(scrape.value("conduit_saved_usd", Map.of()) / answers)
        .isCloseTo(279e-6, within(1e-12));
  }

  /** Does a bit of everything that is counted. */
  static void busy(Vertx vertx, Lifecycle lifecycle) throws IOException {
    // Well by its health check, which would else take it out before there is anything to retry.
    FakeEngine dead = new FakeEngine(vertx, (request, _) -> request.connection().close());
    FakeEngine engine = new FakeEngine(vertx, (request, body) -> answer(vertx, request, body));
    write(snapshot(dead.port(), engine.port()));
    Await.until(
        () -> assertThat(chat(lifecycle, "Name the colour of apples", false)).isEqualTo(200));
    assertThat(chat(lifecycle, "Prove Fermat's little theorem for every prime", true))
        .isEqualTo(200);
  }

  private static void answer(Vertx vertx, HttpServerRequest request, Buffer body) {
    if (body.toString().contains("\"stream\":true")) {
      FakeEngine.events(request).write("data: {}\n\n");
      vertx.setTimer(5, _ -> request.response().end("data: [DONE]\n\n"));
    } else {
      FakeEngine.json(request.response(), ANSWER);
    }
  }

  private static final String ANSWER =
      "{\"id\":\"a\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":10,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}";

  /** Families of ours, with the labels of their samples. */
  private static Map<String, Set<String>> ours(Scrape scrape) {
    Map<String, Set<String>> all = new TreeMap<>();
    scrape
        .labels()
        .forEach(
            (name, labels) -> {
              if (name.startsWith("conduit_") || name.startsWith("gen_ai_")) {
                String family = name.replaceAll("_(bucket|sum|count|max)$", "");
                Set<String> own = all.computeIfAbsent(family, _ -> new TreeSet<>());
                labels.stream().filter(label -> !label.equals("le")).forEach(own::add);
              }
            });
    return all;
  }

  private static Map<String, Set<String>> reference() throws IOException {
    Map<String, Set<String>> all = new TreeMap<>();
    for (MatchResult row : ROW.matcher(Files.readString(REFERENCE)).results().toList()) {
      Set<String> labels = new TreeSet<>();
      Pattern.compile("`([a-z_]+)`")
          .matcher(row.group(3))
          .results()
          .forEach(m -> labels.add(m.group(1)));
      all.put(row.group(1), labels);
    }
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  private static RoutingSnapshot snapshot(int dead, int alive) {
    RoutingSnapshot plain = Snapshots.light(dead, alive).heavy(alive).build();
    Classifier classifier =
        new Classifier(
                Tier.LIGHT,
                List.of(),
                Optional.of(Tier.LIGHT),
                List.of(new Classifier.ScoreThreshold(0.9, Tier.HEAVY)),
                Optional.empty(),
                Optional.of(true),
                Optional.empty())
            .pairs(PairStage.pairs(1, PairStage.EXACT, PairStage.PLENTY));
    List<Target> priced = plain.targets().stream().map(ScrapeTest::priced).toList();
    return new RoutingSnapshot(
        plain.format(),
        plain.policy(),
        plain.revision(),
        plain.tiers(),
        priced,
        plain.rules(),
        classifier,
        plain.balance(),
        plain.resilience());
  }

  private static Target priced(Target target) {
    double factor = target.tier().equals(Tier.HEAVY) ? 10 : 1;
    return new Target(
        target.id(),
        target.tier(),
        target.model(),
        target.aliases(),
        target.weight(),
        target.contextTokens(),
        target.dialect(),
        new Price(factor, 2 * factor),
        target.simulated(),
        target.health(),
        target.credential(),
        target.dataClasses(),
        target.endpoints());
  }

  private static void write(RoutingSnapshot snapshot) throws IOException {
    Files.createDirectories(SNAPSHOT.getParent());
    Path temporary = SNAPSHOT.resolveSibling("tmp");
    Files.write(temporary, new SnapshotCodec().encode(snapshot));
    Files.move(temporary, SNAPSHOT, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  static int metricsPort() {
    return ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
  }

  static Scrape scrape() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + metricsPort() + "/q/metrics");
    HttpRequest request = HttpRequest.newBuilder(uri).header("accept", "text/plain").build();
    return Scrape.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static int chat(Lifecycle lifecycle, String prompt, boolean isStream) {
    URI uri = URI.create("http://127.0.0.1:" + lifecycle.port() + RunningSidecar.CHAT);
    String body =
        "{\"model\":\"auto\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(isStream, prompt);
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
