// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.ModelFacts;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.WeightPart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelKnowledgeTest {
  private final ModelCatalogue catalogue = ModelCatalogue.bundled();
  private final ModelKnowledge knowledge = new ModelKnowledge(catalogue);

  @Test
  void bundled_everyModel_hasASize() {
    assertThat(catalogue.configs()).hasSizeGreaterThan(150);
    assertThat(catalogue.configs().keySet())
        .allSatisfy(id -> assertThat(known(id, null, null).weights().value()).as(id).isPositive());
  }

  /** Fields and files count alike: another figure would be a field that is misread. */
  @Test
  void bundled_countedInFiles_isWhatTheFieldsSay() {
    assertThat(catalogue.configs().keySet())
        .filteredOn(id -> entry(id).parameters() > 0 && entry(id).anatomy().complete())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            id ->
                assertThat(
                        entry(id).anatomy().parameters().total() / (double) entry(id).parameters())
                    .as(id)
                    .isBetween(0.9, 1.1));
  }

  @Test
  void of_laterTraining_hasTheShapeOfTheFirst() {
    ServedModel first = known("Qwen/Qwen3-30B-A3B", null, null);
    ServedModel later = known("Qwen/Qwen3-30B-A3B-Instruct-2507", null, null);

    assertThat(later.anatomy().layers()).isEqualTo(first.anatomy().layers());
    assertThat(later.weights()).isEqualTo(first.weights());
    assertThat(later.contextTokens()).isEqualTo(262_144);
  }

  @Test
  void of_anotherCase_finds() {
    assertThat(known("qwen/QWEN3-8b", null, null)).isEqualTo(known("Qwen/Qwen3-8B", null, null));
  }

  @Test
  void of_quantisedCopy_isSmallerAndLessCertain() {
    ServedModel wide = known("Qwen/Qwen2.5-14B-Instruct", null, null);
    ServedModel awq = known("Qwen/Qwen2.5-14B-Instruct-AWQ", null, null);

    // Case lg-17 logged 9.38 GiB.
    assertThat(awq.weights().gib()).isBetween(9.1, 9.6);
    assertThat(awq.storage().uncertainty()).isGreaterThan(wide.storage().uncertainty());
  }

  @Test
  void of_gptOss_isNotCountedTwice() {
    assertThat(known("openai/gpt-oss-20b", null, null).weights()).isLessThan(Bytes.ofGib(14));
    assertThat(known("openai/gpt-oss-120b", null, null).weights()).isLessThan(Bytes.ofGib(67));
  }

  @Test
  void of_copyOfAnotherPublisher_hasTheShapeOfItsName() {
    ServedModel copy = known("someone/Qwen2.5-72B-Instruct-AWQ", null, null);

    assertThat(copy.origin()).isInstanceOf(ServedModel.Origin.Related.class);
    assertThat(copy.weights())
        .isEqualTo(known("Qwen/Qwen2.5-72B-Instruct-AWQ", null, null).weights());
  }

  @Test
  void of_unknown_isUnknown() {
    assertThat(knowledge.of("default", model("nobody/nothing-7b", null, null)))
        .isEqualTo(new Knowledge.Unknown());
  }

  @Test
  void of_quantisationAsked_appliesToWideWeightsOnly() {
    assertThat(known("Qwen/Qwen3-8B", "fp8", null).weights())
        .isLessThan(known("Qwen/Qwen3-8B", null, null).weights());
    assertThat(known("Qwen/Qwen3-8B-AWQ", "fp8", null).weights())
        .isEqualTo(known("Qwen/Qwen3-8B-AWQ", null, null).weights());
  }

  @Test
  void of_declaredFacts_goBeforeKnownOnes() {
    ModelFacts facts = new ModelFacts(20L << 30, 40, 32, 4, 64, 9999);
    ServedModel declared = known("Qwen/Qwen3-8B", null, facts);

    assertThat(declared.weights()).isEqualTo(Bytes.ofGib(20));
    assertThat(declared.layers()).isEqualTo(40);
    assertThat(declared.anatomy().layers()).containsOnly(Memory.Tokens.ofAll(4, 128));
    assertThat(declared.contextTokens()).isEqualTo(9999);
  }

  @Test
  void of_configurationThatIsRead_goesBeforeTheCatalogue() {
    ModelKnowledge read =
        knowledge.with(Map.of("Qwen/Qwen3-8B", Map.of("num_hidden_layers", 12, "hidden_size", 7)));

    assertThat(read.of("default", model("Qwen/Qwen3-8B", null, null)))
        .isInstanceOfSatisfying(
            Knowledge.Incomprehensible.class,
            unclear -> assertThat(unclear.problem().toString()).contains("vocab_size"));
  }

  @Test
  void of_configurationWithoutAField_namesIt() {
    ModelKnowledge read = knowledge.with(Map.of("a/b", Map.of("num_hidden_layers", 12)));

    assertThat(read.of("default", model("a/b", null, null)))
        .isInstanceOfSatisfying(
            Knowledge.Incomprehensible.class,
            unclear -> assertThat(unclear.problem().field()).isEqualTo("hidden_size"));
  }

  private static final Map<String, Object> TINY =
      Map.of(
          "architectures", List.of("LlamaForCausalLM"),
          "num_hidden_layers", 2,
          "hidden_size", 64,
          "num_attention_heads", 4,
          "num_key_value_heads", 2);

  @Test
  void of_headers_goBeforeTheCatalogue_toTheByte() {
    ServedModel counted =
        (ServedModel)
            read(
                "Qwen/Qwen3-8B",
                new ModelReading.Headers(
                    TINY,
                    Map.of(WeightPart.DENSE, 1000L, WeightPart.DRAFT, 64L, WeightPart.HEAD, 201L),
                    Set.of(),
                    false,
                    "/m"));

    assertThat(counted.weights().value()).isEqualTo(1202);
    assertThat(counted.layers()).isEqualTo(2);
    assertThat(counted.origin()).isEqualTo(new ServedModel.Origin.Counted("/m"));
  }

  @Test
  void of_obstacles_areCertainOrLeaveItToTheCatalogue() {
    assertThat(read("Qwen/Qwen3-8B", obstructed(Obstacle.UNREACHABLE)))
        .isEqualTo(known("Qwen/Qwen3-8B", null, null));
    assertThat(read("Qwen/Qwen3-8B", obstructed(Obstacle.ACCESS)))
        .isEqualTo(Reason.MODEL_ACCESS_DENIED);
    assertThat(read("Qwen/Qwen3-8B", obstructed(Obstacle.MISSING)))
        .isEqualTo(Reason.MODEL_NOT_FOUND);
    assertThat(read("acme/none", obstructed(Obstacle.UNREACHABLE)))
        .isEqualTo(Reason.FACTS_UNAVAILABLE);
    assertThat(read("acme/none", new ModelReading.Pending("the hub")))
        .isEqualTo(Reason.FACTS_PENDING);
  }

  @Test
  void of_declaredWeights_needNoFiles() {
    Model declared = model("acme/none", null, new ModelFacts(1L << 30, 4, 8, 2, 64, 2048));
    ModelKnowledge reading = reading(declared, obstructed(Obstacle.UNREADABLE));

    assertThat(reading.of("default", declared)).isInstanceOf(Knowledge.Known.class);
    assertThat(reading.caveat("default", declared)).isEmpty();
  }

  private static ModelReading obstructed(Obstacle obstacle) {
    return new ModelReading.Obstructed(obstacle, "because");
  }

  private ModelKnowledge reading(Model model, ModelReading reading) {
    return knowledge.reading(Map.of(ModelKnowledge.source("default", model), reading));
  }

  /** The model, or the reason why it is not known. */
  private Object read(String id, ModelReading reading) {
    Model model = model(id, null, null);
    return switch (reading(model, reading).of("default", model)) {
      case Knowledge.Known(ServedModel known) -> known;
      case Knowledge.Unavailable(Reason reason, _) -> reason;
      case Knowledge.Unknown() -> "unknown";
      case Knowledge.Incomprehensible(var problem) -> problem;
    };
  }

  @Test
  void quantisedCopies_areOfTheSameTrainingOnly() {
    assertThat(knowledge.quantisedCopies(model("Qwen/Qwen2.5-7B-Instruct", null, null)).keySet())
        .containsExactly("Qwen/Qwen2.5-7B-Instruct-AWQ", "Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4");
    assertThat(knowledge.quantisedCopies(model("Qwen/Qwen2.5-7B-Instruct-AWQ", null, null)))
        .isEmpty();
  }

  private ModelCatalogue.Entry entry(String id) {
    return catalogue.find(ModelId.parse(id)).orElseThrow();
  }

  private ServedModel known(String id, @Nullable String quantization, @Nullable ModelFacts facts) {
    return knowledge.of("default", model(id, quantization, facts))
            instanceof Knowledge.Known(ServedModel known)
        ? known
        : failed(id);
  }

  private static ServedModel failed(String id) {
    throw new AssertionError(id + " is not known");
  }

  private static Model model(String id, @Nullable String quantization, @Nullable ModelFacts facts) {
    return new Model(
        id, null, null, null, null, null, quantization, null, null, null, null, null, facts);
  }
}
