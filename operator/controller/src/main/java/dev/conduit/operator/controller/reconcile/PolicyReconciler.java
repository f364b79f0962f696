// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.reconcile;

import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.api.v1alpha1.policy.RoutingPolicyStatus;
import dev.conduit.contract.PolicyRef;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.controller.apply.Applied;
import dev.conduit.operator.controller.apply.PolicyApplier;
import dev.conduit.operator.controller.discovery.SidecarCounts;
import dev.conduit.operator.controller.discovery.SidecarCounts.Count;
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
  private final SidecarCounts sidecars;

  PolicyReconciler(
      Cluster cluster,
      Plans plans,
      PolicyApplier applier,
      ChangeFeed feed,
      SidecarCounts sidecars) {
    this.cluster = cluster;
    this.plans = plans;
    this.applier = applier;
    this.feed = feed;
    this.sidecars = sidecars;
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
    RoutingPolicyStatus planned = plan.policyStatuses().get(ObjectRef.of(policy));
    return Outcome.of(policy, planned == null ? null : withSidecars(planned, policy), applied);
  }

  private RoutingPolicyStatus withSidecars(RoutingPolicyStatus status, RoutingPolicy policy) {
    var meta = policy.getMetadata();
    Count count = sidecars.of(new PolicyRef(meta.getNamespace(), meta.getName()));
    return new RoutingPolicyStatus(
        status.observedGeneration(),
        status.conditions(),
        status.revision(),
        status.targetsReady(),
        count.inSync(),
        count.total(),
        status.targets());
  }
}
