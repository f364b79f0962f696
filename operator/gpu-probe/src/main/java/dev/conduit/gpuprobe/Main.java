// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code gpu-probe}: has its node annotated, then again every hour, and never ends by itself: where
 * nothing can be read or written it says so and tries again. It sleeps small, for a child does the
 * work: {@code once}, and of that {@code views} and {@code devices}, which look at the driver.
 */
public final class Main {
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** A driver, or how its GPUs are sliced, changes a few times a year. */
  private static final Duration AGAIN = Duration.ofHours(1);

  /** A driver that is being installed, an API server that is away. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final String ONCE = "once";
  private static final int FAILED = 1;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "" -> repeat();
      case ONCE -> System.exit(once(System.getenv()));
      default -> Look.at(arguments[0]).forEach(System.out::println);
    }
  }

  private static void repeat() throws InterruptedException {
    while (true) {
      Thread.sleep(isDone() ? AGAIN : SOON);
    }
  }

  private static boolean isDone() throws InterruptedException {
    try {
      return Child.program(ONCE).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      System.out.println("cannot start the process that looks: " + e.getMessage());
      return false;
    }
  }

  private static int once(Map<String, String> environment) throws InterruptedException {
    Optional<URI> server = server(environment);
    String node = environment.getOrDefault("NODE_NAME", "");
    if (server.isEmpty() || node.isEmpty()) {
      System.out.println(
          "gpu-probe runs in a pod: KUBERNETES_SERVICE_HOST and NODE_NAME must be set");
      return FAILED;
    }
    OwnNode own = new OwnNode(server.get(), node, ACCOUNT);
    return new Probe(new Child(), own, System.out::println).once() ? 0 : FAILED;
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
