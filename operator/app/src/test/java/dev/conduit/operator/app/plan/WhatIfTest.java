// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WhatIfTest {
  private static final String MODEL = "id: Qwen/Qwen3-8B";

  @TempDir Path folder;

  /** A block without a compute, and one whose compute leaves out gpu, for each key. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "gpu=L40S,B200-180GB  | gpu: [L40S, B200-180GB] | |",
        "count=4              | count: \"4\"          | |",
        "tensorParallel=2     | tensorParallel: 2       | |",
        "pipelineParallel=2   | pipelineParallel: 2     | |",
        "sharing=packed       | sharing: packed         | |",
        "spot=true            | spot: {allowed: true}   | |",
        "replicas=3           | | | replicas: 3",
        "model=Qwen/Qwen3-4B  | | id: Qwen/Qwen3-4B |",
        "maxModelLen=4096     | | id: Qwen/Qwen3-8B, maxModelLen: 4096 |",
        "maxConcurrency=2     | | id: Qwen/Qwen3-8B, maxConcurrency: 2 |",
        "kvCacheDtype=fp8     | | id: Qwen/Qwen3-8B, kvCacheDtype: fp8 |",
        "quantization=fp8     | | id: Qwen/Qwen3-8B, quantization: fp8 |",
      })
  void whatIf_ofAMinimalBlock_isWhatTheEditedFileIs(
      String change, String compute, String model, String rest) throws IOException {
    String edited = rest == null ? "" : rest;
    String edit = compute == null ? "" : compute;
    String models = model == null ? MODEL : model;

    assertThat(changed(block(MODEL, "compute: {provider: kubernetes}", ""), change))
        .isEqualTo(
            spec(
                block(
                    models,
                    "compute: {provider: kubernetes%s}"
                        .formatted(edit.isEmpty() ? "" : ", " + edit),
                    edited)));
    assertThat(changed(block(MODEL, "", ""), change))
        .isEqualTo(
            spec(block(models, edit.isEmpty() ? "" : "compute: {%s}".formatted(edit), edited)));
  }

  @Test
  void whatIf_spot_keepsTheOnDemandFloor() throws IOException {
    String block = block(MODEL, "compute: {spot: {allowed: false, onDemandFloor: 3}}", "");

    assertThat(changed(block, "spot=true"))
        .isEqualTo(spec(block.replace("allowed: false", "allowed: true")));
  }

  @Test
  void whatIf_emptyListsOfThePodPatch_stay() throws IOException {
    String patched = block(MODEL, "podPatch: {spec: {tolerations: []}}", "");

    assertThat(changed(patched, "replicas=2")).isEqualTo(spec(patched + "  replicas: 2\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas=2,replicas=3       | default/chat gets replicas more than once; give it once",
        "chat:replicas=2,replicas=2  | default/chat gets replicas more than once; give it once",
        "chat:spot=true,default/chat:spot=false | default/chat gets spot more than once",
        "gpu=L4,replicas=2,gpu=L40S  | gets gpu more than once; give it once, as gpu=VALUE,VALUE",
        "count=4,tensorParallel=2    | gets count and tensorParallel, of which one follows",
        "tensorParallel=2,chat:count=4 | give one of them",
      })
  void whatIf_settingsThatContradict_areMisuse(String change, String message) throws IOException {
    assertThat(WhatIf.of(change, observed(block(MODEL, "", ""))))
        .isInstanceOfSatisfying(
            WhatIf.Outcome.Misused.class,
            misused -> assertThat(misused.problems()).singleElement().asString().contains(message));
  }

  private InferenceBlockSpec changed(String manifest, String change) throws IOException {
    return switch (WhatIf.of(change, observed(manifest))) {
      case WhatIf.Outcome.Changed(List<ReportedChange> _, Observed world) -> spec(world);
      case WhatIf.Outcome.Misused(List<String> problems) -> throw new AssertionError(problems);
      case WhatIf.Outcome.Refused(List<String> problems) -> throw new AssertionError(problems);
    };
  }

  private InferenceBlockSpec spec(String manifest) throws IOException {
    return spec(observed(manifest));
  }

  private static InferenceBlockSpec spec(Observed world) {
    return world.blocks().getFirst().resource().getSpec();
  }

  private Observed observed(String manifest) throws IOException {
    Path file = Files.writeString(folder.resolve("block.yaml"), manifest);
    return switch (new ManifestFolder(file).read()) {
      case Manifests.Loaded.Valid(Manifests valid) ->
          new Observed(valid.blocks(), valid.policies(), new Inventory(List.of()), List.of());
      case Manifests.Loaded.Invalid(List<String> problems) -> throw new AssertionError(problems);
    };
  }

  private static String block(String model, String compute, String rest) {
    return """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata: {name: chat}
        spec:
          engine: {kind: vllm}
          models: [{%s}]
        """
        .formatted(model)
        .concat(compute.isEmpty() ? "" : "  " + compute + "\n")
        .concat(rest.isEmpty() ? "" : "  " + rest + "\n");
  }
}
