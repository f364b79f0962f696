// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deployments that are being written and that the watch has not shown yet. Without them a plan made
 * in between would give their GPUs away once more. Safe for use by several threads.
 */
final class Pending {
  private final Map<String, Deployment> written = new ConcurrentHashMap<>();

  void add(Deployment deployment) {
    written.put(Cache.metaNamespaceKeyFunc(deployment), deployment);
  }

  /** The watch shows it now, or it could not be written. */
  void remove(HasMetadata deployment) {
    written.remove(Cache.metaNamespaceKeyFunc(deployment));
  }

  /** What the watch shows, and what it will show. */
  List<Deployment> beside(Collection<Deployment> shown) {
    List<Deployment> all = new ArrayList<>(shown);
    written.forEach(
        (key, deployment) -> {
          if (shown.stream().noneMatch(one -> Cache.metaNamespaceKeyFunc(one).equals(key))) {
            all.add(deployment);
          }
        });
    return all;
  }
}
