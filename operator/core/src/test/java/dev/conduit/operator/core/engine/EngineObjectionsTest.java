// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.finding.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What engines cannot do is refused with the field and a way out, never ignored. */
class EngineObjectionsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          vllm      | 'id':'hf://org/repo/m.gguf'                                   | spec.models[0].id
          vllm      | 'id':'org/m','kvCacheDtype':'q8_0'                            | spec.models[0].kvCacheDtype
          vllm      | 'id':'org/m','adapters':[{'name':'a','id':'o/a','revision':'x'}] | spec.models[0].adapters[0].revision
          vllm      | 'id':'s3://bucket/m'                                          | spec.models[0].id
          sglang    | 'id':'org/m','kvCacheDtype':'int8'                            | spec.models[0].kvCacheDtype
          sglang    | 'id':'org/m','adapters':[{'name':'a','id':'o/a','revision':'x'}] | spec.models[0].adapters[0].revision
          llamacpp  | 'id':'org/m'                                                  | spec.models[0].id
          llamacpp  | 'id':'hf://org/r/m.gguf','revision':'main'                    | spec.models[0].revision
          llamacpp  | 'id':'hf://org/r/m.gguf@main'                                 | spec.models[0].revision
          llamacpp  | 'id':'hf://org/r/m.gguf','dtype':'float16'                    | spec.models[0].dtype
          vllm      | 'id':'Qwen/Qwen3-8B','quantization':'fp9'                      | spec.models[0].quantization
          sglang    | 'id':'Qwen/Qwen3-8B','quantization':'nvfp9'                    | spec.models[0].quantization
          tgi       | 'id':'Qwen/Qwen3-8B','quantization':'fp9'                      | spec.models[0].quantization
          simulator | 'id':'Qwen/Qwen3-8B','quantization':'fp9'                      | spec.models[0].quantization
          llamacpp  | 'id':'hf://org/r/m.gguf','quantization':'awq'                 | spec.models[0].quantization
          llamacpp  | 'id':'hf://org/r/m.gguf','kvCacheDtype':'fp8'                 | spec.models[0].kvCacheDtype
          llamacpp  | 'id':'hf://org/r/m.gguf','adapters':[{'name':'a','id':'o/a'}] | spec.models[0].adapters
          vllm      | 'id':'oci://ghcr.io/a/b:v1','revision':'main'                 | spec.models[0].revision
          llamacpp  | 'id':'pvc://claim/m.gguf','revision':'main'                   | spec.models[0].revision
          vllm      | 'id':'pvc://My_Claim/m'                                       | spec.models[0].id
          vllm      | 'id':'pvc://claim/../../etc'                                  | spec.models[0].id
          vllm      | 'id':'oci://Not!A!Ref'                                        | spec.models[0].id
          vllm      | 'id':'oci://ghcr.io/a/b@sha256:12'                            | spec.models[0].id
          vllm      | 'id':'pvc://claim/m','adapters':[{'name':'a','id':'pvc://claim/a'}] | spec.models[0].adapters[0].id
          tgi       | 'id':'org/m','kvCacheDtype':'q4_0'                            | spec.models[0].kvCacheDtype
          tgi       | 'id':'hf://org/r/m.gguf'                                      | spec.models[0].id
          embedded  | 'id':'org/m'                                                  | spec.models[0].id
          embedded  | 'id':'hf://org/r/m.gguf','quantization':'fp8'                 | spec.models[0].quantization
          """)
  void objections_whatTheEngineCannotDo_namesTheField(String kind, String model, String field)
      throws JsonProcessingException {
    List<Objection> objections =
        objections(kind, "'models':[{%s}],'engine':{'kind':'%s'}".formatted(model, kind));

    assertThat(objections).singleElement().extracting(Objection::field).isEqualTo(field);
    assertThat(objections.getFirst().reason()).isEqualTo(Reason.UNSUPPORTED_BY_ENGINE);
    assertThat(objections.getFirst().message()).contains(kind).contains(";");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vllm", "sglang", "llamacpp", "tgi", "embedded", "simulator"})
  void objections_plainBlock_areNone(String kind) throws JsonProcessingException {
    boolean gguf = kind.equals("llamacpp") || kind.equals("embedded");
    String id = gguf ? "hf://org/repo/m-q4_k_m.gguf" : "org/m";

    assertThat(
            objections(kind, "'models':[{'id':'%s'}],'engine':{'kind':'%s'}".formatted(id, kind)))
        .isEmpty();
  }

  @Test
  void objections_stagesForTgi_saysToSetTensorParallel() throws JsonProcessingException {
    assertThat(
            objections(
                "tgi",
                "'models':[{'id':'o/m'}],'engine':{'kind':'tgi'},'compute':{'pipelineParallel':2}"))
        .singleElement()
        .satisfies(
            objection -> {
              assertThat(objection.field()).isEqualTo("spec.compute.pipelineParallel");
              assertThat(objection.message()).contains("tensorParallel");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "vllm, --max-model-len=8",
    "vllm, --max_model_len",
    "vllm, -tp",
    "vllm, --api-key=x",
    "sglang, --tp",
    "sglang, --mem-fraction-static",
    "llamacpp, -c",
    "llamacpp, --gpu-layers",
    "tgi, --max-batch-total-tokens",
    "simulator, --sim-weights-bytes",
    "embedded, --port"
  })
  void objections_argumentOfThePlan_isAConflict(String kind, String argument) {
    EngineAdapter adapter = adapter(kind);

    assertThat(UserArgs.objections(List.of("--some-other", "1", argument), adapter.reserved()))
        .singleElement()
        .satisfies(
            objection -> {
              assertThat(objection.field()).isEqualTo("spec.engine.args[2]");
              assertThat(objection.reason()).isEqualTo(Reason.ARGUMENT_CONFLICT);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "vllm, --enforce-eager",
    "vllm, --max-num-batched-tokens",
    "vllm, --quantization-config",
    "sglang, --attention-backend",
    "llamacpp, --threads",
    "tgi, --max-batch-prefill-tokens"
  })
  void objections_otherArgument_isLeftAlone(String kind, String argument) {
    assertThat(UserArgs.objections(List.of(argument), adapter(kind).reserved())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "vllm, gptq_marlin_24",
    "vllm, nvfp4",
    "vllm, gguf",
    "sglang, w4afp8",
    "simulator, w4afp8",
    "simulator, aqlm"
  })
  void objections_quantizationOfTheEngine_isTaken(String kind, String name)
      throws JsonProcessingException {
    assertThat(
            objections(
                kind,
                "'models':[{'id':'org/m','quantization':'%s'}],'engine':{'kind':'%s'}"
                    .formatted(name, kind)))
        .isEmpty();
  }

  private static List<Objection> objections(String kind, String spec)
      throws JsonProcessingException {
    InferenceBlockSpec parsed =
        JSON.readValue("{" + spec.replace('\'', '"') + "}", InferenceBlockSpec.class);
    return adapter(kind).objections(parsed);
  }

  private static EngineAdapter adapter(String kind) {
    for (EngineKind candidate : EngineKind.values()) {
      if (candidate.wireName().equals(kind)) {
        return Engines.adapterFor(candidate).orElseThrow();
      }
    }
    throw new AssertionError(kind);
  }
}
