// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Ports;
import dev.conduit.testkit.kubernetes.process.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operator's program as shipped, as a child process under the ServiceAccount of the chart. */
public final class OperatorProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final int OK = 200;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path kubeconfig;
  private final Path log;
  private final int httpPort = Ports.free();
  private final int discoveryPort = Ports.free();
  private Child child;

  private final Map<String, String> settings;

  private OperatorProcess(Path kubeconfig, Path log, Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
    this.kubeconfig = kubeconfig;
    this.log = log;
    this.child = launch();
  }

  /** Starts it under the chart's account and waits until it leads. */
  public static OperatorProcess start(ControlPlane plane) {
    return start(plane, Map.of());
  }

  /**
   * The same with variables beside those that each has.
   *
   * @param settings such as {@code CONDUIT_OPERATOR_FACTS_HUB}
   */
  public static OperatorProcess start(ControlPlane plane, Map<String, String> settings) {
    OperatorProcess operator =
        new OperatorProcess(
            plane.kubeconfigFor(Installation.NAMESPACE, Installation.ACCOUNT),
            plane.folder().resolve("logs/operator.log"),
            settings);
    operator.awaitReady();
    return operator;
  }

  /** Where it listens for sidecars, on 127.0.0.1. */
  public int discoveryPort() {
    return discoveryPort;
  }

  /** As a crash: nothing is given back, its lease neither. */
  public void kill() {
    child.close();
  }

  /** As Kubernetes ends a pod. */
  public void stop() {
    child.stop(Duration.ofSeconds(20));
  }

  /** Starts it again, on the same ports. */
  public void startAgain() {
    child = launch();
    awaitReady();
  }

  /** The end of its log. */
  public String tail() {
    return child.tail();
  }

  /** The lines of its log in which it and its SDK say their versions. */
  public List<String> introduction() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("powered by Quarkus") || line.contains("Operator SDK 5"))
          .map(line -> "operator: " + line.substring(line.indexOf("] ") + 2))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A number of its metrics page, summed; zero when it is not there.
   *
   * @param label such as {@code area="heap"}; empty for all
   */
  public double metric(String name, String label) {
    return ask("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The Java virtual machine's process. */
  public ProcessHandle handle() {
    return child.handle().children().findFirst().orElseThrow();
  }

  @Override
  public void close() {
    stop();
  }

  private void awaitReady() {
    // Not by the body: it says UP of one check while another is down.
    child.await("readiness", START, () -> ask("/q/health/ready").status() == OK);
  }

  private Child launch() {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("POD_NAMESPACE", Installation.NAMESPACE);
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(httpPort));
    environment.put("CONDUIT_OPERATOR_DISCOVERY_HOST", "127.0.0.1");
    environment.put("CONDUIT_OPERATOR_DISCOVERY_PORT", Integer.toString(discoveryPort));
    environment.put("CONDUIT_OPERATOR_DISCOVERY_NAMES", "127.0.0.1");
    return Child.start(
        "operator",
        List.of(Repository.path("bin/launch").toString(), "operator"),
        log,
        environment);
  }

  /** Status 0 when there is none. */
  private record Answer(int status, String body) {
    static final Answer NONE = new Answer(0, "");
  }

  private Answer ask(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
              .timeout(Duration.ofSeconds(5))
              .build();
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }
}
