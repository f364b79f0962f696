// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.app.config.SnapshotFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what counts when a snapshot comes by a file and by a stream.
 *
 * <p>The stream is the control plane itself, so what it says is taken. The file is a copy that
 * comes later, by minutes in a cluster, so once something was streamed a file counts only if it was
 * issued after that: then the control plane was heard by the kubelet, but not by us. Without a
 * stream each new file counts. Source: decision 0007.
 *
 * <p>Any thread; one change at a time.
 */
final class SnapshotSources implements SnapshotFile.Listener {
  private static final Logger LOG = Logger.getLogger(SnapshotSources.class);

  private final DataPlane plane;
  private volatile @Nullable BooleanSupplier stream;
  private @Nullable Instant latestStreamed;

  SnapshotSources(DataPlane plane) {
    this.plane = plane;
  }

  /** There is another model for the policy. */
  synchronized void relearned() {
    plane.relearned();
  }

  /** There is a stream beside the file from now on. */
  void expectStream(BooleanSupplier isConnected) {
    stream = isConnected;
    plane.meters().discoveryWanted(isConnected);
  }

  /** What the probes say of the stream. */
  String streamState() {
    BooleanSupplier isConnected = stream;
    if (isConnected == null) {
      return "none";
    }
    return isConnected.getAsBoolean() ? "connected" : "not connected";
  }

  @Override
  public synchronized void accepted(RoutingSnapshot snapshot) {
    Instant last = latestStreamed;
    boolean isLater =
        last == null || snapshot.issuedAt().filter(at -> at.isAfter(last)).isPresent();
    if (isLater) {
      plane.take(snapshot, Current.Origin.FILE);
    } else {
      LOG.debugf("file passed over, what was streamed is not older: policy=%s", snapshot.policy());
    }
  }

  @Override
  public void rejected(Path file, List<String> problems) {
    plane.reject(file.toString(), problems);
  }

  /** What the data plane runs now, however it came. */
  Optional<RoutingSnapshot> running() {
    return plane.current().map(Current::snapshot);
  }

  /** A valid one from the control plane itself. */
  synchronized void streamed(RoutingSnapshot snapshot) {
    latestStreamed = snapshot.issuedAt().orElse(Instant.EPOCH);
    plane.take(snapshot, Current.Origin.STREAM);
  }

  /** One from the control plane that must not be used. */
  void refused(List<String> problems) {
    plane.reject("stream", problems);
  }

  /**
   * The control plane says that this is the latest. A copy from a file is as good as streamed then.
   */
  synchronized void confirmed(RoutingSnapshot running) {
    Optional<Current> current = plane.current().filter(c -> c.snapshot().equals(running));
    if (current.filter(c -> c.origin() == Current.Origin.FILE).isPresent()) {
      streamed(running);
    } else if (current.isPresent()) {
      plane.confirmed();
    }
  }
}
