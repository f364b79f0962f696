// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.app.discovery.SnapshotStream;
import dev.conduit.sidecar.app.discovery.StreamListener;
import dev.conduit.sidecar.app.discovery.StreamSettings;
import dev.conduit.sidecar.app.discovery.StreamTimes;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The data plane's end: the sidecar's own client, and all that it hands on. */
final class Follower implements StreamListener, AutoCloseable {
  final List<RoutingSnapshot> taken = new CopyOnWriteArrayList<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final AtomicInteger confirmations = new AtomicInteger();
  final SnapshotStream stream;
  private volatile Optional<RoutingSnapshot> running = Optional.empty();

  Follower(Vertx vertx, Path folder, String address) {
    StreamSettings settings =
        StreamSettings.of(
            new StreamSettings.Raw(
                address,
                Snapshots.POLICY.toString(),
                folder.resolve("ca.crt"),
                folder.resolve("token"),
                "pod-1",
                "0.1"));
    StreamTimes times =
        new StreamTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(300));
    stream = new SnapshotStream(vertx, settings, times, this);
  }

  Follower start() {
    stream.start();
    return this;
  }

  /** As if it had come from a file. */
  Follower startWith(RoutingSnapshot snapshot) {
    running = Optional.of(snapshot);
    return start();
  }

  String revision() {
    return running.map(RoutingSnapshot::revision).orElse("none");
  }

  List<String> endpoints() {
    return running.map(Snapshots::endpoints).orElse(List.of());
  }

  @Override
  public Optional<RoutingSnapshot> running() {
    return running;
  }

  @Override
  public void streamed(RoutingSnapshot snapshot) {
    taken.add(snapshot);
    running = Optional.of(snapshot);
  }

  @Override
  public void refused(List<String> all) {
    problems.addAll(all);
  }

  @Override
  public void confirmed(RoutingSnapshot latest) {
    confirmations.incrementAndGet();
  }

  @Override
  public void close() {
    stream.close();
  }
}
