// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import dev.conduit.operator.cluster.gather.ClusterGatherer;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.cluster.probe.EngineProbing;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.observed.Trouble;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as the planner sees it, gathered anew when something changed, at most ten times a
 * second however many controllers ask.
 *
 * <p>All resources are planned together, for they share GPUs; so every controller that acts on a
 * plan first {@link #claim claims} what it is about to create, on the very observation that the
 * plan was made from. A claim on an older one is refused, so that no two plans give one GPU away.
 * Safe for use by several threads.
 */
public final class Cluster {
  private static final Logger LOG = Logger.getLogger(Cluster.class);
  private static final Duration COALESCED = Duration.ofMillis(100);

  private final ClusterWatch watch;
  private final EngineProbing probing;
  private final ClusterGatherer gatherer;
  private final InstantSource clock;
  private final ModelFiles models;
  private final AtomicLong changes = new AtomicLong(1);
  private final Map<ObjectRef, Trouble> notApplied = new ConcurrentHashMap<>();

  private List<String> problems = List.of();
  private @Nullable Observed latest;
  private long gatheredChange;
  private long gatheredAt;

  /** What is known of the files of a world's models; answers at once. */
  @FunctionalInterface
  public interface ModelFiles {
    Map<ModelSource, ModelReading> of(Observed world);
  }

  public Cluster(
      ClusterWatch watch,
      EngineProbing probing,
      ClusterGatherer gatherer,
      ModelFiles models,
      InstantSource clock) {
    this.models = models;
    this.watch = watch;
    this.probing = probing;
    this.gatherer = gatherer;
    this.clock = clock;
  }

  /** Something may look different now. */
  public void changed() {
    changes.incrementAndGet();
  }

  /** As of now; the same object for as long as nothing changed. */
  public synchronized Observed observe() {
    if (latest == null || gatheredChange != changes.get()) {
      return gather();
    }
    return latest;
  }

  /**
   * Recent enough to act for the resource: shows it as it was given, and is at most a tenth of a
   * second old.
   */
  public synchronized Observed observe(HasMetadata resource) {
    boolean isRecent = clock.millis() - gatheredAt < COALESCED.toMillis();
    return latest != null && isRecent && shows(latest, resource) ? latest : observe();
  }

  /** Whether the observation shows this generation of the resource, and not one of its name. */
  public static boolean shows(Observed observed, HasMetadata resource) {
    String uid = resource.getMetadata().getUid();
    Long generation = resource.getMetadata().getGeneration();
    return Stream.concat(observed.blocks().stream(), observed.policies().stream())
        .map(Sourced::resource)
        .filter(shown -> uid.equals(shown.getMetadata().getUid()))
        .anyMatch(shown -> Objects.equals(generation, shown.getMetadata().getGeneration()));
  }

  /**
   * Makes sure that whoever plans next counts with these.
   *
   * @return false when something was observed since; then plan anew
   */
  @SuppressWarnings("ReferenceEquality") // an equal one that was made later is another
  public synchronized boolean claim(Observed on, Collection<Deployment> created) {
    if (on != latest) {
      return false;
    }
    created.forEach(watch::expect);
    if (!created.isEmpty()) {
      changed();
    }
    return true;
  }

  /** What of the resource's plan could not be written; null when all was. */
  public void outcome(ObjectRef resource, @Nullable Trouble trouble) {
    Trouble before =
        trouble == null ? notApplied.remove(resource) : notApplied.put(resource, trouble);
    if (!Objects.equals(before, trouble)) {
      changed();
    }
  }

  /** Each once, until it is gone and comes again. */
  private void complain(ClusterGatherer.Gathered gathered) {
    List<String> now =
        Stream.concat(
                gathered.priceProblems().stream()
                    .map(problem -> "ConfigMap %s, %s".formatted(ObjectName.PRICES, problem)),
                gathered.nodeProblems().stream())
            .toList();
    now.stream().filter(problem -> !problems.contains(problem)).forEach(LOG::warn);
    problems = now;
  }

  private Observed gather() {
    gatheredChange = changes.get();
    ClusterGatherer.Gathered gathered = gatherer.gather(watch.view(probing));
    probing.want(gathered.ready(), gathered.alive());
    Observed seen = gathered.observed();
    complain(gathered);
    Observed all =
        new Observed(
            seen.blocks(),
            seen.policies(),
            seen.inventory(),
            seen.running(),
            notApplied,
            seen.prices(),
            models.of(seen));
    gatheredAt = clock.millis();
    latest = all;
    return all;
  }
}
