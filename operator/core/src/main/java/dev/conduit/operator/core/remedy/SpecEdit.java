// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.remedy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.finding.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sets a field of a block as an edit of its manifest would. Field by field and not by way of JSON:
 * a plan tries dozens of edits, and to write and read a spec costs more than to look for a place.
 */
final class SpecEdit {
  private static final String MODEL = "spec.models[0].";
  private static final String COMPUTE = "spec.compute.";

  private SpecEdit() {}

  /**
   * The spec with all of the edit; the given one stays as it is.
   *
   * @throws IllegalStateException when it is a field that no edit sets
   */
  static InferenceBlockSpec apply(InferenceBlockSpec spec, Remedy.Edit edit) {
    InferenceBlockSpec edited = one(spec, edit.field(), edit.value());
    return edit.also().map(next -> apply(edited, next)).orElse(edited);
  }

  private static InferenceBlockSpec one(InferenceBlockSpec spec, String field, JsonNode value) {
    if (field.startsWith(MODEL)) {
      List<Model> models = new ArrayList<>(spec.models());
      models.set(0, model(models.getFirst(), field.substring(MODEL.length()), value));
      return with(spec, models, spec.compute(), spec.replicas());
    }
    if (field.startsWith(COMPUTE)) {
      Compute compute = Objects.requireNonNull(spec.compute(), "compute");
      Compute edited = compute(compute, field.substring(COMPUTE.length()), value);
      return with(spec, spec.models(), edited, spec.replicas());
    }
    if (field.equals("spec.replicas")) {
      return with(spec, spec.models(), spec.compute(), value.intValue());
    }
    throw unknown(field);
  }

  private static Model model(Model model, String name, JsonNode value) {
    String id = model.id();
    @Nullable String servedName = model.servedName();
    @Nullable Integer maxModelLen = model.maxModelLen();
    @Nullable Integer maxConcurrency = model.maxConcurrency();
    @Nullable String quantization = model.quantization();
    @Nullable String kvCacheDtype = model.kvCacheDtype();
    switch (name) {
      case "id" -> id = value.textValue();
      case "servedName" -> servedName = value.textValue();
      case "maxModelLen" -> maxModelLen = value.intValue();
      case "maxConcurrency" -> maxConcurrency = value.intValue();
      case "quantization" -> quantization = value.textValue();
      case "kvCacheDtype" -> kvCacheDtype = value.textValue();
      default -> throw unknown(MODEL + name);
    }
    return new Model(
        id,
        servedName,
        model.revision(),
        maxModelLen,
        maxConcurrency,
        model.dtype(),
        quantization,
        kvCacheDtype,
        model.adapters(),
        model.tokenSecretRef(),
        model.batch(),
        model.priceOverride(),
        model.facts());
  }

  private static Compute compute(Compute compute, String name, JsonNode value) {
    @Nullable List<String> gpu = compute.gpu();
    @Nullable String count = compute.count();
    @Nullable Integer tensorParallel = compute.tensorParallel();
    switch (name) {
      case "gpu" ->
          gpu = StreamSupport.stream(value.spliterator(), false).map(JsonNode::textValue).toList();
      case "count" -> count = value.textValue();
      case "tensorParallel" -> tensorParallel = value.intValue();
      default -> throw unknown(COMPUTE + name);
    }
    return new Compute(
        compute.provider(),
        gpu,
        count,
        tensorParallel,
        compute.pipelineParallel(),
        compute.sharing(),
        compute.migProfile(),
        compute.nodeSelector(),
        compute.tolerations(),
        compute.spot(),
        compute.maxHourlyCost());
  }

  private static InferenceBlockSpec with(
      InferenceBlockSpec spec,
      List<Model> models,
      @Nullable Compute compute,
      @Nullable Integer replicas) {
    return new InferenceBlockSpec(
        models,
        spec.engine(),
        compute,
        replicas,
        spec.scaling(),
        spec.rollout(),
        spec.cache(),
        spec.slo(),
        spec.podPatch());
  }

  private static IllegalStateException unknown(String field) {
    return new IllegalStateException("no edit of a remedy sets " + field);
  }
}
