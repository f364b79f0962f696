// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.remedy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.finding.Remedy;

/** Sets a field of a block as an edit of its manifest would. */
final class SpecEdit {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String MODEL = "spec.models[0].";
  private static final String COMPUTE = "spec.compute.";
  private static final String SPEC = "spec.";

  private SpecEdit() {}

  /** The spec with all of the edit; the given one stays as it is. */
  static InferenceBlockSpec apply(InferenceBlockSpec spec, Remedy.Edit edit) {
    ObjectNode tree = MAPPER.valueToTree(spec);
    apply(tree, edit);
    try {
      return MAPPER.treeToValue(tree, InferenceBlockSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no block can hold " + edit.words(), e);
    }
  }

  private static void apply(ObjectNode tree, Remedy.Edit edit) {
    String field = edit.field();
    if (field.startsWith(MODEL)) {
      set((ObjectNode) tree.withArray("models").get(0), field, MODEL, edit.value());
    } else if (field.startsWith(COMPUTE)) {
      set(tree.withObject("compute"), field, COMPUTE, edit.value());
    } else {
      set(tree, field, SPEC, edit.value());
    }
    edit.also().ifPresent(next -> apply(tree, next));
  }

  private static void set(ObjectNode object, String field, String prefix, JsonNode value) {
    object.set(field.substring(prefix.length()), value);
  }
}
