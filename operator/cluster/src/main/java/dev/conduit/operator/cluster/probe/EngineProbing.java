// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.probe;

import dev.conduit.operator.cluster.gather.EngineRun;
import dev.conduit.operator.cluster.gather.ProbeResults;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Probes runs of engines until each passed, one virtual thread each, with a growing pause.
 *
 * <p>A run that passed is not asked again: from then on the kubelet's readiness probe says whether
 * it is well. A restarted container is another run. Safe for use by several threads; the listener
 * is called on the probing threads.
 */
public final class EngineProbing implements ProbeResults, AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Readiness readiness = new Readiness();
  private final Map<EngineRun, Result> results = new ConcurrentHashMap<>();
  private final Map<EngineRun, Thread> probing = new ConcurrentHashMap<>();
  private final Set<EngineRun> present = ConcurrentHashMap.newKeySet();
  private final Runnable onChange;

  /**
   * @param onChange called when a result is new or different
   */
  public EngineProbing(Runnable onChange) {
    this.onChange = onChange;
  }

  @Override
  public Optional<Result> of(EngineRun run) {
    return Optional.ofNullable(results.get(run));
  }

  /**
   * Starts to probe what has not passed yet.
   *
   * @param ready runs that the kubelet calls ready now
   * @param alive runs that are not gone; results of all others are forgotten
   */
  public void want(Collection<EngineRun> ready, Collection<EngineRun> alive) {
    present.clear();
    present.addAll(ready);
    Set<EngineRun> known = new HashSet<>(alive);
    known.addAll(ready);
    results.keySet().retainAll(known);
    for (EngineRun run : ready) {
      if (!(results.get(run) instanceof Result.Passed)) {
        probing.computeIfAbsent(run, this::start);
      }
    }
  }

  private Thread start(EngineRun run) {
    return Thread.ofVirtual().name("probe " + run.url()).start(() -> probe(run));
  }

  private void probe(EngineRun run) {
    Duration pause = FIRST_PAUSE;
    try {
      while (present.contains(run) && !attempt(run)) {
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
      probing.remove(run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nobody wants to know any more
      return;
    }
    // It may have been wanted again after the last look and before the removal.
    if (present.contains(run) && !(results.get(run) instanceof Result.Passed)) {
      probing.computeIfAbsent(run, this::start);
    }
  }

  private boolean attempt(EngineRun run) throws InterruptedException {
    Result result =
        switch (readiness.full(run.url(), run.healthPath(), run.servedNames())) {
          case Readiness.Check.Ready ready -> new Result.Passed();
          case Readiness.Check.NotYet(String note) -> new Result.Failed(note);
          case Readiness.Check.Hopeless(String reason) -> new Result.Failed(reason);
        };
    if (!result.equals(results.put(run, result))) {
      onChange.run();
    }
    return result instanceof Result.Passed;
  }

  @Override
  public void close() {
    probing.values().forEach(Thread::interrupt);
    readiness.close();
  }
}
