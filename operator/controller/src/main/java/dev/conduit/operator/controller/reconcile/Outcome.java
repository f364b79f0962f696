// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.reconcile;

import dev.conduit.operator.controller.apply.Applied;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turns how a reconcile went into what the SDK is to do: write the status if it differs, come back.
 */
final class Outcome {
  /** The SDK's word for attempts without end. */
  static final int NO_LIMIT = -1;

  /**
   * Although nothing called: all that is read is in memory, so a look that finds nothing is free.
   */
  static final long LOOK_AGAIN_SECONDS = 60;

  static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMillis(20);
  private static final Duration RETRY = Duration.ofSeconds(15);

  private Outcome() {}

  static <P extends CustomResource<?, ?>> UpdateControl<P> later() {
    return UpdateControl.<P>noUpdate().rescheduleAfter(LATER);
  }

  static <S, P extends CustomResource<?, S>> UpdateControl<P> of(
      P resource, @Nullable S status, Applied applied) {
    return switch (applied) {
      case Applied.Outdated outdated -> UpdateControl.<P>noUpdate().rescheduleAfter(AGAIN);
      case Applied.Done done -> said(resource, status);
      case Applied.Incomplete incomplete -> said(resource, status).rescheduleAfter(RETRY);
    };
  }

  /** A status that says what it said already is not written. */
  private static <S, P extends CustomResource<?, S>> UpdateControl<P> said(
      P resource, @Nullable S status) {
    if (status == null || status.equals(resource.getStatus())) {
      return UpdateControl.noUpdate();
    }
    resource.setStatus(status);
    // Server-side apply takes what it is given as the whole intent: only the status is ours here.
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    return UpdateControl.patchStatus(resource);
  }
}
