// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.GpuMemory;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a probe wrote on one node of its GPUs' memory, where it can be believed.
 *
 * <p>Idea: nobody says which GPU of a node a pod gets, so the smallest device of a type or profile
 * counts for all of them. Whoever may annotate a node can write anything: what is far from the
 * table or label is not used. Source: decision 0029.
 */
final class ProbedMemory {
  /**
   * How far what is observed may be from what is known of a type. GPUs of one name differ so much
   * (an H100 NVL has 93.1 GiB, the table's H100 79.2); a GPU of half or twice the size does not
   * pass.
   */
  private static final double BOUND = 0.2;

  /** Sizes are cut to multiples of this, so that a few bytes make no class of devices their own. */
  private static final long STEP = 16 * Bytes.MIB;

  /** What the name of a slice, or of a part of one, has in it. */
  private static final String PART = " MIG ";

  /** How CUDA names a slice; its compute instances, such as 1c.3g.20gb, are none of ours. */
  private static final Pattern SLICE = Pattern.compile("(.+) MIG ([1-7]g\\.[0-9]{1,3}gb)");

  private final String node;
  private final GpuCatalogue catalogue;
  private final List<GpuMemory.Group> groups = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  ProbedMemory(Node node, GpuCatalogue catalogue) {
    this.node = node.getMetadata().getName();
    this.catalogue = catalogue;
    String text = Given.map(node.getMetadata().getAnnotations()).get(GpuMemory.ANNOTATION);
    if (text != null) {
      Optional<GpuMemory> memory = GpuMemory.parse(text);
      memory.ifPresentOrElse(
          known -> groups.addAll(known.groups()),
          () -> complain("is not used: it has not the form v1;COUNTxBYTES=NAME"));
    }
  }

  /** What of the annotation is not used, in words that name the node. */
  List<String> problems() {
    return problems;
  }

  /**
   * The same GPU with the memory that was observed; unchanged where nothing fits it.
   *
   * @param known by the node's labels and the table
   */
  GpuLabels.Gpu over(GpuLabels.Gpu known) {
    if (groups.isEmpty() || GpuLabels.isShared(known)) {
      return known;
    }
    Optional<String> profile = GpuSlice.profileOf(known.product());
    List<GpuMemory.Group> alike =
        profile.isPresent() ? slices(profile.get()) : whole(catalogue.nameOf(known.product()));
    GpuLabels.Gpu named = alike.isEmpty() || profile.isPresent() ? known : named(known, alike);
    return alike.stream()
        .map(GpuMemory.Group::bytes)
        .min(Comparator.naturalOrder())
        .map(least -> bounded(known, named, least))
        .orElse(known);
  }

  private List<GpuMemory.Group> slices(String profile) {
    return groups.stream()
        .filter(group -> sliceOf(group).filter(profile::equals).isPresent())
        .toList();
  }

  /** Those of the type; where the table does not know it, those that the driver calls otherwise. */
  private List<GpuMemory.Group> whole(String type) {
    List<GpuMemory.Group> whole =
        groups.stream().filter(group -> !group.name().contains(PART)).toList();
    List<GpuMemory.Group> alike =
        whole.stream().filter(group -> catalogue.nameOf(group.name()).equals(type)).toList();
    if (!alike.isEmpty() || whole.isEmpty()) {
      return alike;
    }
    List<String> names = whole.stream().map(GpuMemory.Group::name).distinct().toList();
    if (names.size() == 1 && catalogue.named(type).isEmpty()) {
      return whole;
    }
    complain("is not used for %s: it names %s".formatted(type, String.join(", ", names)));
    return List.of();
  }

  private static Optional<String> sliceOf(GpuMemory.Group group) {
    Matcher slice = SLICE.matcher(group.name());
    return slice.matches() ? Optional.of(slice.group(2)) : Optional.empty();
  }

  /** A GPU that no label names is what its driver calls it. */
  private GpuLabels.Gpu named(GpuLabels.Gpu known, List<GpuMemory.Group> alike) {
    if (!known.product().equals(GpuLabels.UNKNOWN)) {
      return known;
    }
    String name = catalogue.nameOf(alike.getFirst().name());
    Bytes listed = catalogue.named(name).map(GpuType::total).orElse(known.total());
    return new GpuLabels.Gpu(name, listed);
  }

  /**
   * @param named as the driver says, where no label does
   */
  private GpuLabels.Gpu bounded(GpuLabels.Gpu known, GpuLabels.Gpu named, Bytes observed) {
    double off = (observed.value() - named.total().value()) / (double) named.total().value();
    if (named.total().value() > 0 && Math.abs(off) > BOUND) {
      complain(
          "says %s of %s, which is more than %.0f %% off the %s that table or label say; %s"
              .formatted(
                  observed,
                  named.product(),
                  BOUND * 100,
                  named.total(),
                  known.equals(named) ? "these are used" : "its memory stays unknown"));
      return known;
    }
    return new GpuLabels.Gpu(named.product(), new Bytes(observed.value() / STEP * STEP));
  }

  private void complain(String why) {
    problems.add("node %s: annotation %s %s".formatted(node, GpuMemory.ANNOTATION, why));
  }
}
