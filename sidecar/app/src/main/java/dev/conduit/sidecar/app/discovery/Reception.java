// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.contract.SnapshotCodec.Decoded;
import dev.conduit.discovery.v1.Ack;
import dev.conduit.discovery.v1.ClientMessage;
import dev.conduit.discovery.v1.EndpointChanges;
import dev.conduit.discovery.v1.FullSnapshot;
import dev.conduit.discovery.v1.KeepAlive;
import dev.conduit.discovery.v1.Nack;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.v1.Version;
import dev.conduit.discovery.wire.EndpointDelta;
import dev.conduit.discovery.wire.EndpointDelta.Applied;
import dev.conduit.discovery.wire.Versions;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes what the server sends and says what to answer. A snapshot passes the same codec and the
 * same rules as one from a file. Worker threads, one call at a time.
 */
final class Reception {
  private static final Logger LOG = Logger.getLogger(Reception.class);

  private final PolicyRef policy;
  private final StreamListener listener;
  private final SnapshotCodec codec = new SnapshotCodec();
  private boolean isMissing;

  Reception(PolicyRef policy, StreamListener listener) {
    this.policy = policy;
    this.listener = listener;
  }

  /** The name of what runs, if it is this policy's. */
  Optional<Version> running() {
    return listener.running().filter(s -> s.policy().equals(policy)).map(Versions::of);
  }

  /** Empty for a message of a newer server that is not known here. */
  Optional<ClientMessage> take(ServerMessage message) {
    return switch (message.getKindCase()) {
      case FULL -> Optional.of(full(message.getFull()));
      case ENDPOINTS -> Optional.of(endpoints(message.getEndpoints()));
      case KEEP_ALIVE -> Optional.of(alive(message.getKeepAlive()));
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private ClientMessage full(FullSnapshot full) {
    isMissing = false;
    return use(full.getVersion(), codec.decode(full.getSnapshot().toByteArray()));
  }

  private ClientMessage endpoints(EndpointChanges changes) {
    Optional<RoutingSnapshot> running = listener.running().filter(s -> s.policy().equals(policy));
    if (running.isEmpty()) {
      return misfit(changes.getVersion(), "nothing runs that the change could be made to");
    }
    return switch (EndpointDelta.apply(running.get(), changes)) {
      case Applied.Next(RoutingSnapshot next) -> use(changes.getVersion(), codec.check(next));
      case Applied.Misfit(String problem) -> misfit(changes.getVersion(), problem);
    };
  }

  private ClientMessage use(Version version, Decoded decoded) {
    return switch (decoded) {
      case Decoded.Valid(RoutingSnapshot snapshot) when !snapshot.policy().equals(policy) ->
          refuse(version, List.of("policy: " + snapshot.policy() + " is not " + policy));
      case Decoded.Valid(RoutingSnapshot snapshot) -> {
        if (!listener.running().equals(Optional.of(snapshot))) {
          listener.streamed(snapshot);
        }
        listener.confirmed(snapshot);
        yield ack();
      }
      case Decoded.Invalid(List<String> problems) -> refuse(version, problems);
    };
  }

  private ClientMessage refuse(Version version, List<String> problems) {
    listener.refused(problems);
    return nack(version, problems, false);
  }

  private ClientMessage misfit(Version version, String problem) {
    LOG.infof("endpoint change does not fit, asking for all: problem=%s", problem);
    return nack(version, List.of(problem), true);
  }

  private ClientMessage alive(KeepAlive alive) {
    boolean wasMissing = isMissing;
    isMissing = !alive.hasCurrent();
    if (isMissing && !wasMissing) {
      LOG.warnf(
          "the control plane has no snapshot of the policy, the last good one stays: policy=%s",
          policy);
    }
    listener
        .running()
        .filter(snapshot -> snapshot.policy().equals(policy))
        .filter(snapshot -> Versions.isOf(alive.getCurrent(), snapshot))
        .ifPresent(listener::confirmed);
    return ack();
  }

  private ClientMessage ack() {
    Ack.Builder ack = Ack.newBuilder();
    running().ifPresent(ack::setRunning);
    return ClientMessage.newBuilder().setAck(ack).build();
  }

  private ClientMessage nack(Version version, List<String> problems, boolean isAllWanted) {
    Nack.Builder nack =
        Nack.newBuilder().setRefused(version).addAllProblems(problems).setSendFull(isAllWanted);
    running().ifPresent(nack::setRunning);
    return ClientMessage.newBuilder().setNack(nack).build();
  }
}
