// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.PolicyRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One policy in the hub: its last issue and who watches it. Guarded by the hub's lock. */
final class Topic {
  private final PolicyRef policy;
  private final Set<Subscription> watchers = new LinkedHashSet<>();
  private @Nullable Issue current;

  Topic(PolicyRef policy) {
    this.policy = policy;
  }

  PolicyRef policy() {
    return policy;
  }

  Optional<Issue> current() {
    return Optional.ofNullable(current);
  }

  void issue(Issue next) {
    current = next;
  }

  void withdraw() {
    current = null;
  }

  void enter(Subscription one) {
    watchers.add(one);
  }

  void leave(Subscription one) {
    watchers.remove(one);
  }

  boolean isIdle() {
    return current == null && watchers.isEmpty();
  }

  List<Subscription> watchers() {
    return List.copyOf(watchers);
  }

  Sync sync() {
    Issue issue = current;
    int inSync = 0;
    List<Sync.Refusal> refusals = new ArrayList<>();
    for (Subscription one : watchers) {
      inSync += issue != null && one.isInSync(issue) ? 1 : 0;
      if (refusals.size() < Sync.MAX_REFUSALS) {
        one.refusal().ifPresent(refusals::add);
      }
    }
    return new Sync(watchers.size(), inSync, refusals);
  }
}
