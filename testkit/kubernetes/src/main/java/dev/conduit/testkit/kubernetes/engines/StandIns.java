// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.engines;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A {@link StandIn} for each pod with a ready container {@code engine}, all in this process: for
 * clusters with hundreds of such pods. It is no simulator: it has no GPU, no queue and no time.
 */
public final class StandIns implements AutoCloseable {
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, StandIn> byPod = new HashMap<>();
  private final SharedIndexInformer<Pod> pods;

  private StandIns(KubernetesClient client) {
    pods =
        client
            .pods()
            .inAnyNamespace()
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    see(pod);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod now) {
                    see(now);
                  }

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {
                    forget(pod.getMetadata().getUid());
                  }
                });
  }

  /** Answers from now on, for all pods that are there and that come. */
  public static StandIns start(KubernetesClient client) {
    return new StandIns(client);
  }

  /** How many answer now. */
  public synchronized int count() {
    return byPod.size();
  }

  @Override
  public void close() {
    pods.close();
    synchronized (this) {
      byPod.values().forEach(StandIn::close);
      byPod.clear();
    }
    requests.close();
  }

  private synchronized void see(Pod pod) {
    String uid = pod.getMetadata().getUid();
    Optional<EnginePod> engine = EnginePod.of(pod);
    if (engine.isEmpty()) {
      forget(uid);
      return;
    }
    byPod.computeIfAbsent(uid, _ -> started(engine.get()));
  }

  private synchronized void forget(String uid) {
    StandIn gone = byPod.remove(uid);
    if (gone != null) {
      gone.close();
    }
  }

  private StandIn started(EnginePod engine) {
    // An address is given to a new pod only after the old one is gone from the API server; this
    // watch may be told of the new one first.
    byPod.values().removeIf(old -> old.endsAt(engine));
    try {
      return new StandIn(engine, requests);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen at " + engine.address() + ":" + engine.port(), e);
    }
  }
}
