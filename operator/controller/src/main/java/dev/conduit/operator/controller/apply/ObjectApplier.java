// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.controller.gather.ClusterWatch;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Trouble;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes single objects by server-side apply, under our field manager, and only where they differ.
 * Never touches what another owner made under the same name.
 */
final class ObjectApplier {
  private static final Logger LOG = Logger.getLogger(ObjectApplier.class);

  private final KubernetesClient client;
  private final ClusterWatch watch;
  private final RecentWrites recent = new RecentWrites();

  ObjectApplier(KubernetesClient client, ClusterWatch watch) {
    this.client = client;
    this.watch = watch;
  }

  /** Empty when the object is as wanted now. */
  <T extends HasMetadata> Optional<Trouble> apply(T wanted, Context<?> context) {
    // Before the object: then what is found is at least as new.
    String seen = watch.seen(wanted);
    Optional<T> shown = watch.find(wanted);
    if (recent.covers(wanted, seen)) {
      return Optional.empty();
    }
    if (shown.isPresent()
        && isOwned(shown.get(), wanted)
        && matches(shown.get(), wanted, context)) {
      return Optional.empty();
    }
    try {
      if (shown.isEmpty() || !isOwned(shown.get(), wanted)) {
        Optional<Trouble> foreign = foreign(wanted);
        if (foreign.isPresent()) {
          return foreign;
        }
      }
      return write(wanted);
    } catch (KubernetesClientException e) {
      return Optional.of(refused(wanted, e));
    }
  }

  /** Asks to delete the object that was seen, and no later one of its name. */
  void delete(HasMetadata object) {
    LOG.infof("deleting %s", named(object));
    client
        .resource(object)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .withGracePeriod(-1)
        .delete();
  }

  private <T extends HasMetadata> Optional<Trouble> foreign(T wanted) {
    T there = client.resource(wanted).get();
    return there == null || isOwned(there, wanted)
        ? Optional.empty()
        : Optional.of(
            notApplied(
                "%s exists and is not of this resource: delete or rename it, or rename the resource"
                    .formatted(named(wanted))));
  }

  private <T extends HasMetadata> Optional<Trouble> write(T wanted) {
    try {
      patch(wanted, false);
      LOG.infof("applied %s", named(wanted));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      Optional<FieldConflict> conflict = FieldConflict.in(e);
      if (conflict.isEmpty()) {
        throw e;
      }
      if (conflict.get().byHand()) {
        patch(wanted, true);
        LOG.infof("put %s right after an edit by hand: %s", named(wanted), conflict.get());
        return Optional.empty();
      }
      return Optional.of(
          notApplied(
              "%s: %s; let that manager give the field up, or take what it manages out of this resource"
                  .formatted(named(wanted), String.join(", ", conflict.get().managers()))));
    }
  }

  private void patch(HasMetadata wanted, boolean force) {
    HasMetadata written =
        client
            .resource(wanted)
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(ObjectName.FIELD_MANAGER)
                    .withForce(force)
                    .build());
    recent.add(wanted, written.getMetadata().getResourceVersion());
  }

  private static <T extends HasMetadata> boolean matches(T there, T wanted, Context<?> context) {
    return there.getMetadata().getDeletionTimestamp() == null
        && SSABasedGenericKubernetesResourceMatcher.<T>getInstance()
            .matches(there, wanted, context);
  }

  /** By the owner's UID: a resource that was deleted and made again is another. */
  static boolean isOwned(HasMetadata object, HasMetadata wanted) {
    String owner = wanted.getMetadata().getOwnerReferences().getFirst().getUid();
    return Given.list(object.getMetadata().getOwnerReferences()).stream()
        .map(OwnerReference::getUid)
        .anyMatch(owner::equals);
  }

  private static Trouble refused(HasMetadata wanted, KubernetesClientException failure) {
    String why =
        failure.getStatus() == null || failure.getStatus().getMessage() == null
            ? "the API server did not answer"
            : failure.getStatus().getMessage();
    return notApplied("%s: %s".formatted(named(wanted), why));
  }

  private static Trouble notApplied(String message) {
    return new Trouble(Trouble.Kind.NOT_APPLIED, message);
  }

  private static String named(HasMetadata object) {
    return "%s %s/%s"
        .formatted(
            object.getKind(), object.getMetadata().getNamespace(), object.getMetadata().getName());
  }
}
