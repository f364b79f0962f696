// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.remedy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The edits of a block that may be tried, kind by kind, from those that cost a user nothing to
 * those that cost quality: more of the GPUs that are there, another type that is there, a smaller
 * KV cache type, a shorter context, fewer sequences, a quantised copy, weights quantised while they
 * load, fewer replicas. Within a kind the least change comes first. Confined to one patient.
 */
final class Edits {
  private static final String MODEL = "spec.models[0].";
  private static final String AUTO = "auto";
  private static final List<Integer> DEGREES = List.of(1, 2, 4, 8);

  /** Contexts are shortened to multiples of this, and to one of it at least. */
  private static final int STEP = 1024;

  private final Patient patient;
  private final Model model;
  private final boolean exact;

  /** Some are asked for more than once, and to carry one out costs more than to look it up. */
  private final Map<Remedy.Edit, Change> made = new HashMap<>();

  Edits(Patient patient) {
    this.patient = patient;
    this.model = patient.workload().model();
    this.exact = patient.workload().adapter().memory() == MemoryStyle.EXACT;
  }

  /**
   * Nothing of a kind is made before it is asked for.
   *
   * @param fits whether a replica would find room with an edit, by which a context is found that is
   *     no shorter than it must be
   */
  Stream<Stream<Change>> kinds(Predicate<Change> fits) {
    Optional<ServedModel> served = patient.workload().served();
    return Stream.<Stream<Supplier<Stream<Change>>>>of(
            Stream.of(this::counts, this::types),
            served.stream()
                .flatMap(
                    known ->
                        Stream.of(
                            this::caches,
                            () -> contexts(known, fits),
                            this::sequences,
                            this::copies,
                            () -> quantisations(known))),
            Stream.of(this::replicas))
        .flatMap(Function.identity())
        .map(Supplier::get);
  }

  private Stream<Change> counts() {
    Compute compute = patient.spec().compute();
    if (compute == null) {
      return Stream.empty();
    }
    boolean counted = !Given.or(compute.count(), AUTO).equals(AUTO);
    if (compute.tensorParallel() != null) {
      // With both given a single change breaks the rule that one is the other's product.
      return counted
          ? Stream.empty()
          : others(compute.tensorParallel())
              .map(degree -> edit("spec.compute.tensorParallel", IntNode.valueOf(degree)));
    }
    return counted
        ? others(Integer.parseInt(Given.or(compute.count(), "1")))
            .map(count -> edit("spec.compute.count", text(String.valueOf(count))))
        : Stream.empty();
  }

  private static Stream<Integer> others(int given) {
    return DEGREES.stream().filter(degree -> degree != given);
  }

  private Stream<Change> types() {
    List<String> wished = patient.workload().wish().gpuTypes();
    if (wished.isEmpty()) {
      return Stream.empty();
    }
    return patient.hardware().gpusFor(patient.workload()).stream()
        .map(GpuType::name)
        .filter(type -> wished.stream().noneMatch(wish -> GpuCatalogue.matches(wish, type)))
        .map(
            type -> edit("spec.compute.gpu", JsonNodeFactory.instance.arrayNode().add(text(type))));
  }

  private Stream<Change> caches() {
    boolean possible = exact || !gpus().stream().allMatch(Accelerator::lacksFp8);
    return possible && isAuto(model.kvCacheDtype())
        ? Stream.of(edit(MODEL + "kvCacheDtype", text(exact ? "q8_0" : "fp8")))
        : Stream.empty();
  }

  /** The longest that finds room, and halvings of it for when that is not the whole truth. */
  private Stream<Change> contexts(ServedModel served, Predicate<Change> fits) {
    int low = STEP;
    int high = Given.or(model.maxModelLen(), served.contextTokens());
    if (high <= low || !fits.test(context(low))) {
      return Stream.empty();
    }
    while (high - low > STEP) {
      int middle = (low + high) / 2 / STEP * STEP;
      middle = middle <= low ? low + STEP : middle;
      if (fits.test(context(middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int longest = low;
    return IntStream.iterate(longest, tokens -> tokens >= STEP, tokens -> tokens / 2 / STEP * STEP)
        .mapToObj(this::context);
  }

  private Change context(int tokens) {
    return edit(MODEL + "maxModelLen", IntNode.valueOf(tokens));
  }

  /** Only where each sequence has memory of its own. */
  private Stream<Change> sequences() {
    if (!exact && !patient.workload().wish().packed()) {
      return Stream.empty();
    }
    int now = patient.workload().concurrency(exact ? DeviceKind.CPU : DeviceKind.GPU);
    return IntStream.iterate(now / 2, count -> count >= 1, count -> count / 2)
        .mapToObj(count -> edit(MODEL + "maxConcurrency", IntNode.valueOf(count)));
  }

  /**
   * A revision names a state of the model as it is, so it says nothing of a copy. The name that
   * callers and policies know stays.
   */
  private Stream<Change> copies() {
    if (exact || model.revision() != null) {
      return Stream.empty();
    }
    return patient.knowledge().quantisedCopies(model).keySet().stream()
        .map(id -> change(new Remedy.Edit(MODEL + "id", text(id), nameKept(id), "")));
  }

  private Optional<Remedy.Edit> nameKept(String copy) {
    String name = patient.workload().servedName();
    boolean changes =
        model.servedName() == null && !ModelId.parse(copy).defaultServedName().equals(name);
    return changes
        ? Optional.of(new Remedy.Edit(MODEL + "servedName", text(name)))
        : Optional.empty();
  }

  private Stream<Change> quantisations(ServedModel served) {
    boolean possible =
        patient.workload().adapter().memory() == MemoryStyle.POOL
            && served.storage().isPlain()
            && model.quantization() == null;
    List<Accelerator> gpus = gpus();
    if (!possible || gpus.stream().allMatch(Accelerator::lacksFp8)) {
      return Stream.empty();
    }
    String widening =
        gpus.stream()
            .filter(Accelerator::widensFp8)
            .map(Accelerator::name)
            .sorted()
            .collect(Collectors.joining(", "));
    String note = widening.isEmpty() ? "" : "on %s it saves memory and no time".formatted(widening);
    return Stream.of(
        change(new Remedy.Edit(MODEL + "quantization", text("fp8"), Optional.empty(), note)));
  }

  /** Types that the block may be placed on. */
  private List<Accelerator> gpus() {
    List<String> wished = patient.workload().wish().gpuTypes();
    return patient.hardware().gpusFor(patient.workload()).stream()
        .filter(
            type ->
                wished.isEmpty()
                    || wished.stream().anyMatch(wish -> GpuCatalogue.matches(wish, type.name())))
        .map(type -> new Accelerator(type.name(), type.total()))
        .toList();
  }

  private Stream<Change> replicas() {
    return patient.placed() > 0 && patient.spec().scaling() == null
        ? Stream.of(edit("spec.replicas", IntNode.valueOf(patient.placed())))
        : Stream.empty();
  }

  private Change edit(String field, JsonNode value) {
    return change(new Remedy.Edit(field, value));
  }

  private Change change(Remedy.Edit edit) {
    return made.computeIfAbsent(edit, _ -> new Change(edit, SpecEdit.apply(patient.spec(), edit)));
  }

  private static boolean isAuto(@Nullable String value) {
    return Given.or(value, AUTO).equals(AUTO);
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }
}
