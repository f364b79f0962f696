// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.PolicyRef;
import dev.conduit.discovery.v1.Ack;
import dev.conduit.discovery.v1.Hello;
import dev.conduit.discovery.v1.KeepAlive;
import dev.conduit.discovery.v1.Nack;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.v1.Version;
import dev.conduit.discovery.wire.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One data plane that watches a policy.
 *
 * <p>Nothing is queued for it: what it needs is worked out when it can take it, from what it has
 * and what is current then. So a slow one skips what came between, and costs no more than a fast
 * one.
 *
 * <p>Its state is guarded by the hub's lock.
 */
final class Subscription implements AutoCloseable {
  private final SnapshotHub hub;
  private final Topic topic;
  private final Hello hello;
  private final Runnable wake;

  /** What it is known to have had before it said anything about later ones. */
  private Version running;

  /** What differences can be made to; null after a refusal, until it has taken a full snapshot. */
  private @Nullable Issue base;

  /** The last one that was sent; null when the next must be sent in full. */
  private @Nullable Issue sent;

  private List<String> problems = List.of();

  /**
   * @param wake called on any thread, without the lock, when there may be something to send
   */
  Subscription(SnapshotHub hub, Topic topic, Hello hello, Runnable wake) {
    this.hub = hub;
    this.topic = topic;
    this.hello = hello;
    this.wake = wake;
    this.running = hello.getRunning();
  }

  PolicyRef policy() {
    return topic.policy();
  }

  void wake() {
    wake.run();
  }

  /** The next message, when it can be written: serialised, shared between subscriptions. */
  Optional<byte[]> next() {
    Issue current;
    Issue from;
    synchronized (hub) {
      current = topic.current().orElse(null);
      if (current == null || current == sent) {
        return Optional.empty();
      }
      boolean isKnown = sent == null && Versions.isOf(running, current.snapshot());
      from = base;
      sent = current;
      base = current;
      if (isKnown) {
        return Optional.empty();
      }
    }
    return Optional.of(from == null ? current.full() : current.after(from));
  }

  /** What says that nothing was missed. */
  byte[] keepAlive(Instant now) {
    KeepAlive.Builder alive = KeepAlive.newBuilder().setServerTimeMillis(now.toEpochMilli());
    synchronized (hub) {
      topic.current().ifPresent(issue -> alive.setCurrent(issue.version()));
    }
    return ServerMessage.newBuilder().setKeepAlive(alive).build().toByteArray();
  }

  void acknowledged(Ack ack) {
    synchronized (hub) {
      if (running.equals(ack.getRunning())) {
        return; // an answer to a keep-alive; what it refused before it still refuses
      }
      running = ack.getRunning();
      problems = List.of();
    }
    hub.changed(topic);
  }

  void refused(Nack nack) {
    synchronized (hub) {
      running = nack.getRunning();
      base = null;
      if (nack.getSendFull()) {
        sent = null;
        running = Version.getDefaultInstance();
      } else {
        problems = List.copyOf(nack.getProblemsList());
      }
    }
    hub.changed(topic);
    wake();
  }

  /** With the hub's lock. */
  boolean isInSync(Issue current) {
    return problems.isEmpty() && running.equals(current.version());
  }

  /** With the hub's lock. */
  Optional<Sync.Refusal> refusal() {
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sync.Refusal(hello.getPod(), hello.getVersion(), problems));
  }

  @Override
  public void close() {
    hub.leave(topic, this);
  }
}
