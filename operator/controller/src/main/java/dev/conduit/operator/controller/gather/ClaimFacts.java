// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.sources.ClaimedModel;
import dev.conduit.operator.sources.FactsMessage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What pods that looked into claims said of the models on them.
 *
 * <p>Idea: the pods are the memory. Each is named by what it reads, and says it in its status for
 * as long as it is there: a new leader or a new operator sees what the one before saw, and makes no
 * second pod. Only what the API refused to make is kept here. Safe for use by several threads.
 */
public final class ClaimFacts {
  private static final int DIGEST = 10;
  private static final String BOUND = "Bound";

  private final ClusterWatch watch;
  private final String image;
  private final Refusals refusals = new Refusals();

  /**
   * @param image of the operator, which the pods run
   */
  public ClaimFacts(ClusterWatch watch, String image) {
    this.watch = watch;
    this.image = image;
  }

  /** The image that the pods run. */
  public String image() {
    return image;
  }

  /** What is known now of the models of this world that are on claims. */
  public Map<ModelSource, ModelReading> readings(Observed world) {
    Set<ObjectRef> running =
        world.running().stream().map(RunningEngine::block).collect(Collectors.toSet());
    List<Pod> readers = watch.list(Pod.class).stream().filter(ClaimFacts::isReader).toList();
    Map<ModelSource, ModelReading> all = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    for (Sourced<InferenceBlock> block : world.blocks()) {
      ClaimedModel.of(block.resource())
          .ifPresent(
              model -> {
                ModelReading now = reading(model, readers, wanted);
                all.merge(
                    model.source(),
                    running.contains(block.ref()) ? patient(model, now) : now,
                    ClaimFacts::together);
              });
    }
    refusals.keep(wanted);
    return all;
  }

  /** A block that runs is not planned by a guess because its claim cannot be looked into. */
  private static ModelReading patient(ClaimedModel model, ModelReading now) {
    return now instanceof ModelReading.Obstructed(Obstacle obstacle, String why)
            && obstacle == Obstacle.UNREACHABLE
        ? new ModelReading.Pending("%s (%s)".formatted(model.from(), why))
        : now;
  }

  /** Of blocks that share a model: patience for one that runs holds for the others too. */
  static ModelReading together(ModelReading one, ModelReading other) {
    return one instanceof ModelReading.Pending ? one : other;
  }

  /**
   * What pods say of one model.
   *
   * @param wanted where the digest of what is to be read is put
   */
  private ModelReading reading(ClaimedModel model, List<Pod> readers, Set<String> wanted) {
    Optional<PersistentVolumeClaim> claim = claim(model);
    if (claim.isEmpty()) {
      return new ModelReading.Obstructed(
          Obstacle.MISSING,
          "\"%s\": namespace %s has no claim \"%s\"; make it, or declare spec.models[0].facts"
              .formatted(model.id().raw(), model.namespace(), model.claim()));
    }
    if (!isBound(claim.get())) {
      return new ModelReading.Obstructed(
          Obstacle.UNREACHABLE,
          "\"%s\": claim \"%s\" is %s and not bound to a volume: nothing is on it; bind it and write the model there, or declare spec.models[0].facts"
              .formatted(model.id().raw(), model.claim(), phase(claim.get())));
    }
    String reads = reads(model, claim.get());
    wanted.add(reads);
    return attempts(model, reads, readers)
        .reading()
        .or(() -> refusals.why(reads).map(why -> refusal(model, why)))
        .orElseGet(() -> new ModelReading.Pending(model.from()));
  }

  private static ModelReading refusal(ClaimedModel model, String why) {
    return new ModelReading.Obstructed(
        Obstacle.UNREACHABLE,
        "\"%s\": no pod that reads claim \"%s\" can be made: %s; permit it, or declare spec.models[0].facts"
            .formatted(model.id().raw(), model.claim(), FactsMessage.plain(why)));
  }

  /**
   * What is to be read of a claim, where it can be.
   *
   * @param reads its digest; another where the claim was made anew or another operator reads it
   * @param node the only one that may mount it now; empty for any
   */
  public record ToRead(String reads, String node, Attempts attempts) {}

  /** Empty where the block's model is not on a claim, or its claim is not there. */
  public Optional<ToRead> toRead(InferenceBlock block) {
    return ClaimedModel.of(block)
        .flatMap(
            model ->
                claim(model)
                    .filter(ClaimFacts::isBound)
                    .map(
                        claim -> {
                          String reads = reads(model, claim);
                          List<Pod> pods = watch.list(Pod.class);
                          return new ToRead(reads, user(claim, pods), attempts(model, reads, pods));
                        }));
  }

  /**
   * The API did not let the pod be made, for this reason.
   *
   * @return whether that is news
   */
  public boolean refused(String reads, String why, Instant now) {
    return refusals.add(reads, why, now);
  }

  /** Whether the API may be asked to make it: not again right after it refused. */
  public boolean mayAsk(String reads, Instant now) {
    return refusals.mayAsk(reads, now);
  }

  /** It did. */
  public void made(String reads) {
    refusals.remove(reads);
  }

  private static Attempts attempts(ClaimedModel model, String reads, List<Pod> pods) {
    return Attempts.of(
        model,
        pods.stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .filter(pod -> model.namespace().equals(pod.getMetadata().getNamespace()))
            .filter(ClaimFacts::isReader)
            .filter(pod -> reads.equals(Given.map(pod.getMetadata().getLabels()).get(Label.READS)))
            .toList());
  }

  /** Whether it is a pod that we made to read a model. */
  public static boolean isReader(Pod pod) {
    var labels = Given.map(pod.getMetadata().getLabels());
    return Label.CONDUIT.equals(labels.get(Label.MANAGED_BY))
        && ObjectName.FACTS.equals(labels.get(Label.COMPONENT));
  }

  private Optional<PersistentVolumeClaim> claim(ClaimedModel model) {
    return watch.find(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withNamespace(model.namespace())
            .withName(model.claim())
            .endMetadata()
            .build());
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return phase(claim).equals(BOUND);
  }

  private static String phase(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getStatus())
        .map(PersistentVolumeClaimStatus::getPhase)
        .orElse("new");
  }

  /** The node whose pods use it, where no other may at the same time. */
  private static String user(PersistentVolumeClaim claim, List<Pod> pods) {
    boolean isOfOneNode =
        Given.list(claim.getSpec().getAccessModes()).stream()
            .allMatch(mode -> mode.startsWith("ReadWriteOnce"));
    return isOfOneNode
        ? pods.stream()
            .filter(
                pod -> claim.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace()))
            .filter(pod -> !isReader(pod) && Attempts.holds(pod))
            .filter(pod -> mounts(pod, claim.getMetadata().getName()))
            .map(pod -> Given.or(pod.getSpec().getNodeName(), ""))
            .filter(node -> !node.isEmpty())
            .min(String::compareTo)
            .orElse("")
        : "";
  }

  private static boolean mounts(Pod pod, String claim) {
    return Given.list(pod.getSpec().getVolumes()).stream()
        .map(volume -> volume.getPersistentVolumeClaim())
        .filter(Objects::nonNull)
        .anyMatch(source -> claim.equals(source.getClaimName()));
  }

  private String reads(ClaimedModel model, PersistentVolumeClaim claim) {
    String text =
        String.join(
            "\n",
            Integer.toString(FactsMessage.FORMAT),
            claim.getMetadata().getUid(),
            model.id().raw(),
            image);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
