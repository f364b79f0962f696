// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.discovery.v1.Hello;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Holds the last snapshot of each policy, and who watches it with what in hand.
 *
 * <p>Memory: one snapshot and its bytes per policy, and per watcher a reference to what it has. A
 * watcher that does not read keeps at most one older snapshot alive until the server drops it.
 *
 * <p>Any thread; its lock is held for moments only.
 */
public final class SnapshotHub {
  private final InstantSource clock;
  private final Consumer<PolicyRef> onSync;
  private final Map<PolicyRef, Topic> topics = new HashMap<>();

  /**
   * @param clock issues snapshots that come without a time
   * @param onSync called without the lock, on any thread, after {@link #sync} of a policy changed;
   *     must not block
   */
  public SnapshotHub(InstantSource clock, Consumer<PolicyRef> onSync) {
    this.clock = clock;
    this.onSync = onSync;
  }

  /** With nobody told about acknowledgements. */
  public SnapshotHub() {
    this(InstantSource.system(), _ -> {});
  }

  /**
   * Makes this the policy's snapshot and tells its watchers. Does nothing when only the time of
   * issue differs. A snapshot without a time, or with one that is not after its predecessor's, is
   * issued now.
   *
   * <p>For a ConfigMap copy with the same time, and for one order across restarts, give it its time
   * by {@link RoutingSnapshot#issuedAfter} before.
   *
   * @throws IllegalArgumentException if the snapshot is another policy's
   */
  public void publish(PolicyRef policy, RoutingSnapshot snapshot) {
    if (!snapshot.policy().equals(policy)) {
      throw new IllegalArgumentException(
          "snapshot of " + snapshot.policy() + " cannot be published as " + policy);
    }
    Topic topic;
    List<Subscription> watchers;
    synchronized (this) {
      topic = topics.computeIfAbsent(policy, Topic::new);
      RoutingSnapshot issued =
          topic
              .current()
              .map(last -> after(last.snapshot(), snapshot))
              .orElseGet(
                  () ->
                      snapshot.issuedAt().isPresent()
                          ? snapshot
                          : snapshot.issuedAt(clock.instant()));
      if (topic.current().map(Issue::snapshot).filter(issued::equals).isPresent()) {
        return;
      }
      topic.issue(new Issue(issued));
      watchers = topic.watchers();
    }
    watchers.forEach(Subscription::wake);
    onSync.accept(policy);
  }

  private RoutingSnapshot after(RoutingSnapshot last, RoutingSnapshot next) {
    Instant at = next.issuedAt().orElseGet(clock::instant);
    return next.issuedAfter(last, at);
  }

  /** Forgets the policy. Its watchers stay, keep what they run, and are told that it is gone. */
  public void withdraw(PolicyRef policy) {
    synchronized (this) {
      Topic topic = topics.get(policy);
      if (topic == null) {
        return;
      }
      topic.withdraw();
      drop(topic);
    }
    onSync.accept(policy);
  }

  /** Those that have a snapshot, in order of their names. */
  public synchronized Set<PolicyRef> policies() {
    return topics.values().stream()
        .filter(topic -> topic.current().isPresent())
        .map(Topic::policy)
        .collect(
            Collectors.toCollection(
                () -> new TreeSet<>(java.util.Comparator.comparing(PolicyRef::toString))));
  }

  /** How far the policy's watchers are. */
  public synchronized Sync sync(PolicyRef policy) {
    Topic topic = topics.get(policy);
    return topic == null ? Sync.NONE : topic.sync();
  }

  Subscription subscribe(PolicyRef policy, Hello hello, Runnable wake) {
    Subscription one;
    synchronized (this) {
      Topic topic = topics.computeIfAbsent(policy, Topic::new);
      one = new Subscription(this, topic, hello, wake);
      topic.enter(one);
    }
    onSync.accept(policy);
    return one;
  }

  void leave(Topic topic, Subscription one) {
    synchronized (this) {
      topic.leave(one);
      drop(topic);
    }
    onSync.accept(topic.policy());
  }

  void changed(Topic topic) {
    onSync.accept(topic.policy());
  }

  private void drop(Topic topic) {
    if (topic.isIdle()) {
      topics.remove(topic.policy(), topic);
    }
  }
}
