// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.render.FactsPod;
import dev.conduit.operator.controller.gather.ClaimFacts;
import dev.conduit.operator.controller.gather.ClusterWatch;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Makes the pod that reads the model of a block off its claim, and takes those away that nothing is
 * to be heard of any more. The rest goes with the block, by the garbage collector.
 */
public final class ClaimPods implements Consumer<InferenceBlock> {
  private static final Logger LOG = Logger.getLogger(ClaimPods.class);

  private final KubernetesClient client;
  private final ClusterWatch watch;
  private final ClaimFacts facts;
  private final InstantSource clock;
  private final Runnable onChange;

  /**
   * @param onChange called when there is something to be planned anew
   */
  public ClaimPods(
      KubernetesClient client,
      ClusterWatch watch,
      ClaimFacts facts,
      InstantSource clock,
      Runnable onChange) {
    this.client = client;
    this.watch = watch;
    this.facts = facts;
    this.clock = clock;
    this.onChange = onChange;
  }

  @Override
  public void accept(InferenceBlock block) {
    Optional<ClaimFacts.ToRead> toRead = facts.toRead(block);
    prune(block, toRead.map(one -> one.attempts().kept()).orElse(Set.of()));
    toRead.ifPresent(
        one ->
            one.attempts()
                .due(clock.instant())
                .filter(attempt -> facts.mayAsk(one.reads(), clock.instant()))
                .ifPresent(
                    attempt ->
                        make(
                            block.getMetadata().getName(),
                            one.reads(),
                            FactsPod.of(block, facts.image(), one.reads(), attempt, one.node()))));
  }

  private void prune(InferenceBlock block, Set<String> kept) {
    watch.list(Pod.class).stream()
        .filter(ClaimFacts::isReader)
        .filter(pod -> isOwned(pod, block))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> !kept.contains(pod.getMetadata().getName()))
        .forEach(this::delete);
  }

  /** A reader that stays costs little, and goes with its block: no reason to hold up engines. */
  private void delete(Pod pod) {
    try {
      client.resource(pod).delete();
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "pod %s/%s cannot be deleted: %s",
          pod.getMetadata().getNamespace(), pod.getMetadata().getName(), why(e));
    }
  }

  private static boolean isOwned(Pod pod, InferenceBlock block) {
    return Given.list(pod.getMetadata().getOwnerReferences()).stream()
        .anyMatch(owner -> block.getMetadata().getUid().equals(owner.getUid()));
  }

  private void make(String block, String reads, Pod pod) {
    String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    try {
      client.resource(pod).create();
      LOG.infof("made pod %s to read the model of block %s", name, block);
      facts.made(reads);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return; // it is there, and not shown yet
      }
      if (facts.refused(reads, why(e), clock.instant())) {
        LOG.warnf("pod %s cannot be made: %s", name, why(e));
        onChange.run();
      }
    }
  }

  private static String why(KubernetesClientException failure) {
    return failure.getStatus() == null || failure.getStatus().getMessage() == null
        ? "the API server did not answer"
        : failure.getStatus().getMessage();
  }
}
