// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.app.config.SidecarConfig;
import dev.conduit.sidecar.app.discovery.SnapshotStream;
import dev.conduit.sidecar.app.discovery.StreamListener;
import dev.conduit.sidecar.app.discovery.StreamSettings;
import dev.conduit.sidecar.app.discovery.StreamTimes;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/** Starts the stream. A class of its own, so that nothing of it is loaded where none is wanted. */
final class Discovery {
  private Discovery() {}

  /**
   * @param address of the control plane
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  static AutoCloseable start(
      Vertx vertx, SidecarConfig config, String address, SnapshotSources sources) {
    StreamSettings.Raw raw =
        new StreamSettings.Raw(
            address,
            config.policy().orElse(""),
            config.discoveryCa(),
            config.discoveryToken(),
            Optional.ofNullable(System.getenv("HOSTNAME")).orElse(""),
            Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse(""));
    SnapshotStream stream =
        new SnapshotStream(vertx, StreamSettings.of(raw), StreamTimes.DEFAULTS, new Feed(sources));
    sources.expectStream(stream::isConnected);
    stream.start();
    return stream;
  }

  /** What the stream hears goes where the file's contents go. */
  record Feed(SnapshotSources sources) implements StreamListener {
    @Override
    public Optional<RoutingSnapshot> running() {
      return sources.running();
    }

    @Override
    public void streamed(RoutingSnapshot snapshot) {
      sources.streamed(snapshot);
    }

    @Override
    public void refused(List<String> problems) {
      sources.refused(problems);
    }

    @Override
    public void confirmed(RoutingSnapshot running) {
      sources.confirmed(running);
    }
  }
}
