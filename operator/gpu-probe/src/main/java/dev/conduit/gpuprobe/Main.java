// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code gpu-probe}: annotates its node, then again every hour, and never ends by itself: where
 * nothing can be read or written it says so and tries again. With {@code views} or {@code devices}
 * it is a child that looks at the driver once.
 */
public final class Main {
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** A driver, or how its GPUs are sliced, changes a few times a year. */
  private static final Duration AGAIN = Duration.ofHours(1);

  /** A driver that is being installed, an API server that is away. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length == 1) {
      Look.at(arguments[0]).forEach(System.out::println);
      return;
    }
    Map<String, String> environment = System.getenv();
    Optional<URI> server = server(environment);
    String node = environment.getOrDefault("NODE_NAME", "");
    if (server.isEmpty() || node.isEmpty()) {
      System.err.println(
          "gpu-probe runs in a pod: KUBERNETES_SERVICE_HOST and NODE_NAME must be set");
      System.exit(64);
    }
    Probe probe =
        new Probe(
            new Child(), new OwnNode(server.orElseThrow(), node, ACCOUNT), System.out::println);
    while (true) {
      Thread.sleep(probe.once() ? AGAIN : SOON);
    }
  }

  private static Optional<URI> server(Map<String, String> environment) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    return host.isEmpty()
        ? Optional.empty()
        : Optional.of(
            URI.create(
                "https://%s:%s".formatted(host.contains(":") ? "[" + host + "]" : host, port)));
  }
}
