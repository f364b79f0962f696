// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.reconcile;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.controller.apply.Applied;
import dev.conduit.operator.controller.apply.BlockApplier;
import dev.conduit.operator.controller.gather.Cluster;
import dev.conduit.operator.controller.gather.Plans;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the engines of a block. */
@Singleton
@ControllerConfiguration(
    name = "inferenceblock",
    finalizerName = ObjectName.FINALIZER,
    fieldManager = ObjectName.FIELD_MANAGER,
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = Outcome.LOOK_AGAIN_SECONDS,
            timeUnit = TimeUnit.SECONDS))
@GradualRetry(maxAttempts = Outcome.NO_LIMIT, maxInterval = 30_000)
public final class BlockReconciler implements Reconciler<InferenceBlock>, Cleaner<InferenceBlock> {
  private final Cluster cluster;
  private final Plans plans;
  private final BlockApplier applier;
  private final ChangeFeed feed;

  BlockReconciler(Cluster cluster, Plans plans, BlockApplier applier, ChangeFeed feed) {
    this.cluster = cluster;
    this.plans = plans;
    this.applier = applier;
    this.feed = feed;
  }

  @Override
  public List<EventSource<?, InferenceBlock>> prepareEventSources(
      EventSourceContext<InferenceBlock> context) {
    return List.of(feed.blocks());
  }

  @Override
  public UpdateControl<InferenceBlock> reconcile(
      InferenceBlock block, Context<InferenceBlock> context) {
    Observed observed = cluster.observe(block);
    Plan plan = plans.of(observed);
    if (!Cluster.shows(observed, block)) {
      return Outcome.later(); // the other watch is behind; when it has come up it calls again
    }
    Applied applied = applier.apply(observed, plan, block, context);
    return Outcome.of(block, plan.blockStatuses().get(ObjectRef.of(block)), applied);
  }

  @Override
  public DeleteControl cleanup(InferenceBlock block, Context<InferenceBlock> context) {
    return applier.remove(block)
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval().rescheduleAfter(Outcome.LATER.toMillis());
  }
}
