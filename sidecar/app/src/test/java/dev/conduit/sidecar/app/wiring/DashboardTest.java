// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's dashboard and alerts ask for what the program tells. */
@QuarkusTest
@TestProfile(ScrapeTest.Own.class)
class DashboardTest {
  private static final Path DASHBOARD = Path.of("../../helm/conduit/dashboards/routing.json");
  private static final Path ALERTS = Path.of("../../helm/conduit/alerts/sidecar.yaml");
  private static final Pattern METRIC = Pattern.compile("\\b(?:conduit|gen_ai_client)_\\w+");
  private static final Pattern BY = Pattern.compile("(?:by|on) \\(([a-z_, ]+)\\)");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"");

  /** What Prometheus adds to all that it scrapes in a cluster. */
  private static final Set<String> ADDED = Set.of("namespace", "instance", "le");

  private final HttpClient http = HttpClient.newHttpClient();
  @Inject Lifecycle lifecycle;
  @TempDir Path folder;

  @Test
  void expressions_nameMetricsAndLabelsThatAreThere() throws Exception {
    Vertx vertx = Vertx.vertx();
    ScrapeTest.busy(vertx, lifecycle);
    Await.until(DashboardTest::assertThere); // it counts after it has answered
    Await.done(vertx.close());
  }

  private static void assertThere() throws IOException, InterruptedException {
    Map<String, Set<String>> there = ScrapeTest.scrape().labels();
    List<String> all = expressions();
    assertThat(all).hasSizeGreaterThan(25);
    for (String expression : all) {
      Set<String> labels = new TreeSet<>(ADDED);
      for (String metric : found(METRIC, expression)) {
        assertThat(there).as(expression).containsKey(metric);
        labels.addAll(there.get(metric));
      }
      assertThat(labels).as(expression).containsAll(found(MATCHER, expression));
      for (String list : found(BY, expression)) {
        assertThat(labels).as(expression).contains(list.split(", ", -1));
      }
    }
  }

  @Test
  void expressions_areAnsweredByPrometheus() throws Exception {
    Optional<Path> program = prometheus();
    assumeTrue(program.isPresent(), "no program prometheus on the PATH");
    Vertx vertx = Vertx.vertx();
    ScrapeTest.busy(vertx, lifecycle);
    int port = freePort();
    Process prometheus = start(program.get(), port);
    try {
      Await.until(() -> assertThat(results(port, "up == 1")).isEqualTo(1));
      for (String expression : expressions()) {
        assertThat(results(port, expression)).as(expression).isNotNegative();
      }
      String dollars = "sum(conduit_cost_all_heavy_usd_total) > sum(conduit_cost_usd_total)";
      Await.until(() -> assertThat(results(port, dollars)).isEqualTo(1));
    } finally {
      prometheus.destroy();
      prometheus.waitFor();
    }
    Await.done(vertx.close());
  }

  private Process start(Path program, int port) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 200ms}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: sidecar
            metrics_path: /q/metrics
            static_configs: [{targets: ["127.0.0.1:%d"], labels: {namespace: shop}}]
        """
            .formatted(ScrapeTest.metricsPort()));
    Files.writeString(
        folder.resolve("rules.yml"),
        "groups:\n  - name: sidecar\n    rules:\n" + Files.readString(ALERTS).indent(6));
    return new ProcessBuilder(
            program.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** How many series an expression has; -1 while there is nobody to ask, or it is refused. */
  private int results(int port, String expression) {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(expression, StandardCharsets.UTF_8)));
    try {
      String body =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      JsonNode json = JsonMapper.builder().build().readTree(body);
      return json.path("status").asText().equals("success") ? json.at("/data/result").size() : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<Path> prometheus() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Of all panels and alerts, with Grafana's variables filled in. */
  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    JsonMapper.builder()
        .build()
        .readTree(DASHBOARD.toFile())
        .findValues("expr")
        .forEach(one -> all.add(one.asText()));
    for (String line : Files.readAllLines(ALERTS)) {
      if (line.startsWith("  expr: ")) {
        all.add(line.substring("  expr: ".length()));
      }
    }
    return all.stream()
        .map(one -> one.replaceAll("\\$__(rate_interval|range)", "1m").replace("$namespace", ".*"))
        .toList();
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> all = new TreeSet<>();
    pattern.matcher(text).results().forEach(m -> all.add(m.group(Math.min(1, m.groupCount()))));
    return all;
  }
}
