// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.reconcile;

import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.controller.apply.Applied;
import dev.conduit.operator.controller.apply.PolicyApplier;
import dev.conduit.operator.controller.gather.Cluster;
import dev.conduit.operator.controller.gather.Plans;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Publishes what a policy comes to. Its one object goes with it by its owner reference. */
@Singleton
@ControllerConfiguration(
    name = "routingpolicy",
    fieldManager = ObjectName.FIELD_MANAGER,
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = Outcome.LOOK_AGAIN_SECONDS,
            timeUnit = TimeUnit.SECONDS))
@GradualRetry(maxAttempts = Outcome.NO_LIMIT, maxInterval = 30_000)
public final class PolicyReconciler implements Reconciler<RoutingPolicy> {
  private final Cluster cluster;
  private final Plans plans;
  private final PolicyApplier applier;
  private final ChangeFeed feed;

  PolicyReconciler(Cluster cluster, Plans plans, PolicyApplier applier, ChangeFeed feed) {
    this.cluster = cluster;
    this.plans = plans;
    this.applier = applier;
    this.feed = feed;
  }

  @Override
  public List<EventSource<?, RoutingPolicy>> prepareEventSources(
      EventSourceContext<RoutingPolicy> context) {
    return List.of(feed.policies());
  }

  @Override
  public UpdateControl<RoutingPolicy> reconcile(
      RoutingPolicy policy, Context<RoutingPolicy> context) {
    Observed observed = cluster.observe(policy);
    Plan plan = plans.of(observed);
    if (!Cluster.shows(observed, policy)) {
      return Outcome.later(); // the other watch is behind; when it has come up it calls again
    }
    Applied applied = applier.apply(plan, policy, context);
    return Outcome.of(policy, plan.policyStatuses().get(ObjectRef.of(policy)), applied);
  }
}
