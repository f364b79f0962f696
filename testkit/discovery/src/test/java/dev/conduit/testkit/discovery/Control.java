// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import dev.conduit.operator.discovery.CallerCheck;
import dev.conduit.operator.discovery.DiscoveryCertificates;
import dev.conduit.operator.discovery.DiscoveryOptions;
import dev.conduit.operator.discovery.DiscoveryServer;
import dev.conduit.operator.discovery.DiscoveryTls;
import dev.conduit.operator.discovery.SnapshotHub;
import dev.conduit.operator.discovery.StoredTls;
import dev.conduit.testkit.kubernetes.process.Ports;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The control plane's end: a hub, certificates in a folder, a server that can die and come back.
 */
final class Control implements AutoCloseable {
  static final String GOOD = "good-token";
  static final Set<String> NAMES = Set.of("localhost", "127.0.0.1");

  final DiscoveryTls tls;
  final AtomicInteger checks = new AtomicInteger();
  SnapshotHub hub = new SnapshotHub();
  DiscoveryServer server;
  private final Vertx vertx;
  private final CallerCheck callers;
  private Duration maxAge = Duration.ofMinutes(30);

  Control(Vertx vertx, Path folder) {
    this(vertx, folder, Control::known);
  }

  Control(Vertx vertx, Path folder, CallerCheck callers) {
    this.vertx = vertx;
    this.callers =
        token -> {
          checks.incrementAndGet();
          return callers.check(token);
        };
    this.tls = certificates(NAMES);
    write(folder.resolve("ca.crt"), tls.trusted());
    write(folder.resolve("token"), GOOD);
    this.server = start(Ports.free());
  }

  static DiscoveryTls certificates(Set<String> names) {
    return DiscoveryCertificates.ensure(new StoredTls.None(), names, Instant.now());
  }

  /** As a kubelet does: nobody reads a half of it. */
  static void write(Path file, String text) {
    try {
      Path written = Files.writeString(Files.createTempFile(file.getParent(), "new", ""), text);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static CallerCheck.Caller known(String token) {
    return switch (token) {
      case GOOD -> new CallerCheck.Caller.Allowed("apps", "default", Optional.of("pod-of-token"));
      case "of-another" -> new CallerCheck.Caller.Allowed("other", "default", Optional.empty());
      case "cannot-ask" -> new CallerCheck.Caller.Unavailable("the API server is away");
      default -> new CallerCheck.Caller.Denied("the token is no good: expired");
    };
  }

  private DiscoveryServer start(int port) {
    DiscoveryOptions options =
        DiscoveryOptions.defaults(tls.serving())
            .listen("127.0.0.1", port)
            .times(Duration.ofMillis(300), Duration.ofSeconds(2), maxAge);
    return Await.done(DiscoveryServer.start(vertx, options, hub, callers));
  }

  /** The same server, but streams get no older than this. */
  void restart(Duration oldest) {
    int port = port();
    kill();
    maxAge = oldest;
    server = start(port);
  }

  int port() {
    return server.port();
  }

  void kill() {
    Await.done(server.close());
  }

  /** As after a restart: on the same port, knowing nothing. */
  void comeBack(int port) {
    hub = new SnapshotHub();
    server = start(port);
  }

  @Override
  public void close() {
    kill();
  }
}
