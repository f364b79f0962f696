// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.reconcile;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.controller.gather.Cluster;
import dev.conduit.operator.controller.gather.ClusterWatch;
import dev.conduit.operator.controller.gather.Plans;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Calls the controllers of exactly those resources for which a change in the cluster changes
 * something: their part of the plan, their status, or an object of theirs.
 *
 * <p>Idea: a pod that ends on one node may give a place to a block that never had anything to do
 * with it, so no mapping from objects to resources tells whom to call. The plan does: after every
 * change (several within {@value #COALESCE_MILLIS} ms count as one) the whole is planned anew, and
 * parts that differ from before are called. One thread.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
  private static final long COALESCE_MILLIS = 50;
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final ClusterWatch watch;
  private final Plans plans;
  private final Supplier<String> authority;
  private final SimpleInboundEventSource<InferenceBlock> blocks =
      new SimpleInboundEventSource<>("plan");
  private final SimpleInboundEventSource<RoutingPolicy> policies =
      new SimpleInboundEventSource<>("plan");
  private final Semaphore signal = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("change-feed").daemon().unstarted(this::run);
  private Map<ObjectRef, Object> before = Map.of();

  /**
   * @param authority part of what policies publish
   */
  public ChangeFeed(Cluster cluster, ClusterWatch watch, Plans plans, Supplier<String> authority) {
    this.cluster = cluster;
    this.watch = watch;
    this.plans = plans;
    this.authority = authority;
  }

  SimpleInboundEventSource<InferenceBlock> blocks() {
    return blocks;
  }

  SimpleInboundEventSource<RoutingPolicy> policies() {
    return policies;
  }

  public void start() {
    thread.start();
  }

  /** Something changed. Returns at once. */
  public void signal() {
    cluster.changed();
    signal.release();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    Duration wait = IDLE;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (signal.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(COALESCE_MILLIS);
          signal.drainPermits();
        } else {
          cluster.changed();
        }
        wait = watch.isComplete() ? guarded(this::turn) : Duration.ofSeconds(1);
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  /** Takes a turn; one that fails ends neither the thread nor the next ones. */
  static Duration guarded(Supplier<Duration> turn) {
    try {
      return turn.get();
    } catch (RuntimeException e) {
      LOG.errorf(
          "no plan could be compared with the one before: %s: %s; again in %d s",
          e.getClass().getName(), e.getMessage(), RETRY.toSeconds());
      return RETRY;
    }
  }

  /** Returns when to look again although nothing changed. */
  private Duration turn() {
    Observed observed = cluster.observe();
    Plan plan = plans.of(observed);
    Map<ObjectRef, Object> now = parts(observed, plan);
    now.forEach(
        (ref, part) -> {
          if (!part.equals(before.get(ref))) {
            call(ref);
          }
        });
    before = now;
    return plan.requeueAfter().orElse(IDLE);
  }

  /** Calls the controller of one resource, where this replica leads. Returns at once. */
  public void call(ObjectRef ref) {
    ResourceID id = new ResourceID(ref.name(), ref.namespace());
    if (ref.kind().equals("InferenceBlock")) {
      if (blocks.isRunning()) {
        blocks.propagateEvent(id);
      }
    } else if (policies.isRunning()) {
      policies.propagateEvent(id);
    }
  }

  private Map<ObjectRef, Object> parts(Observed observed, Plan plan) {
    Map<ObjectRef, List<String>> objects = objects();
    Map<ObjectRef, List<String>> kept =
        observed.running().stream()
            .filter(engine -> plan.kept().contains(engine.instanceId()))
            .collect(
                groupingBy(RunningEngine::block, mapping(RunningEngine::instanceId, toList())));
    Map<ObjectRef, List<EngineInstance>> desired =
        plan.desired().stream().collect(groupingBy(EngineInstance::block));
    Map<ObjectRef, Object> parts = new HashMap<>();
    plan.blockStatuses()
        .forEach(
            (ref, status) ->
                parts.put(
                    ref,
                    List.of(
                        status,
                        desired.getOrDefault(ref, List.of()),
                        kept.getOrDefault(ref, List.of()),
                        objects.getOrDefault(ref, List.of()))));
    plan.policyStatuses()
        .forEach(
            (ref, status) ->
                parts.put(
                    ref,
                    List.of(
                        status,
                        authority.get(),
                        plan.policies().stream().filter(one -> one.policy().equals(ref)).toList(),
                        objects.getOrDefault(ref, List.of()))));
    leaving().forEach(ref -> parts.put(ref, "is to go"));
    return parts;
  }

  /**
   * Resources that somebody deleted and that wait for us. They are in no plan. The SDK sees them
   * too, but takes the deletion for its own write when it came while a status was being written.
   */
  private Stream<ObjectRef> leaving() {
    return Stream.concat(
        watch.list(InferenceBlock.class).stream().filter(ChangeFeed::isLeaving).map(ObjectRef::of),
        watch.list(RoutingPolicy.class).stream().filter(ChangeFeed::isLeaving).map(ObjectRef::of));
  }

  private static boolean isLeaving(HasMetadata resource) {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }

  /** What of the objects' states tells that somebody else wrote to them. */
  private Map<ObjectRef, List<String>> objects() {
    Map<ObjectRef, List<String>> objects = new HashMap<>();
    Stream.of(Deployment.class, Service.class, PodDisruptionBudget.class, ConfigMap.class)
        .<HasMetadata>flatMap(kind -> watch.list(kind).stream())
        .forEach(
            object -> {
              var labels = Given.map(object.getMetadata().getLabels());
              String namespace = object.getMetadata().getNamespace();
              String block = labels.get(Label.BLOCK);
              String policy = labels.get(Label.POLICY);
              if (block != null || policy != null) {
                ObjectRef owner =
                    block != null
                        ? ObjectRef.block(namespace, block)
                        : ObjectRef.policy(namespace, Objects.requireNonNull(policy));
                objects.computeIfAbsent(owner, unused -> new ArrayList<>()).add(mark(object));
              }
            });
    objects.values().forEach(Collections::sort);
    return objects;
  }

  /**
   * The status of a Deployment changes all the time and moves neither its generation nor its
   * labels; kinds without a generation have no status.
   */
  private static String mark(HasMetadata object) {
    var meta = object.getMetadata();
    Object version =
        meta.getGeneration() == null ? meta.getResourceVersion() : meta.getGeneration();
    return "%s %s %s %s %s %s"
        .formatted(
            object.getKind(),
            meta.getName(),
            meta.getUid(),
            version,
            meta.getDeletionTimestamp(),
            Given.map(meta.getLabels()));
  }
}
