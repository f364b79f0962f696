// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.Adapter;
import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.fit.Parallelism;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the vLLM adapter emits, beside the flags that vLLM 0.32.0 has. Source: its recorded {@code
 * --help}.
 */
class VllmFlagsTest {
  /** By flag, its choices; empty when it takes any value. */
  private static final Map<String, Set<String>> FLAGS = new TreeMap<>();

  @BeforeAll
  static void readFlags() throws IOException {
    Pattern name = Pattern.compile("(?:^|, )(--?[a-z][a-z0-9-]*)");
    Pattern choices = Pattern.compile("\\{([^}]*)}");
    try (InputStream in = VllmFlagsTest.class.getResourceAsStream("vllm-0.32.0-flags.tsv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", 2)[0])
          .forEach(
              flag -> {
                Matcher allowed = choices.matcher(flag);
                Set<String> values =
                    allowed.find() ? Set.of(allowed.group(1).split(",", -1)) : Set.of();
                name.matcher(flag).results().forEach(hit -> FLAGS.put(hit.group(1), values));
              });
    }
  }

  @Test
  void flags_recorded_areMany() {
    assertThat(FLAGS).hasSizeGreaterThan(300).containsKeys("--max-model-len", "-tp");
  }

  @Test
  void command_everythingSet_usesKnownFlagsAndValues() {
    List<String> args =
        render(model("float16", "awq", "fp8_e4m3", List.of(new Adapter("sql", "org/sql", null))));

    assertThat(emitted(args))
        .contains(
            "--revision",
            "--dtype",
            "--quantization",
            "--kv-cache-dtype",
            "--pipeline-parallel-size",
            "--enable-lora",
            "--lora-modules")
        .isSubsetOf(FLAGS.keySet());
    assertChoices(args);
  }

  @Test
  void command_nothingSet_usesKnownFlags() {
    List<String> args = render(model(null, null, null, List.of()));

    assertThat(emitted(args))
        .contains("--max-model-len", "--kv-cache-memory-bytes", "--gpu-memory-utilization")
        .isSubsetOf(FLAGS.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "bfloat16", "float32", "auto"})
  void command_everyDtypeOfTheSpec_isOneOfVllms(String dtype) {
    assertChoices(render(model(dtype, null, null, List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "float16", "bfloat16", "fp8", "fp8_e4m3", "fp8_e5m2"})
  void command_everyKvTypeThatIsNotRefused_isOneOfVllms(String type) {
    assertChoices(render(model(null, null, type, List.of())));
  }

  @Test
  void reserved_longNames_areVllmsOrRefusedForSafety() {
    Set<String> unknown = new TreeSet<>(new VllmEngine().reserved().keySet());
    unknown.removeAll(FLAGS.keySet());

    // Not vLLM's today; refused because a token must never be an argument.
    assertThat(unknown).isSubsetOf("--hf-token");
  }

  @Test
  void reserved_everythingEmitted_isReserved() {
    Set<String> emitted =
        emitted(
            render(
                model("float16", "awq", "fp8_e4m3", List.of(new Adapter("sql", "org/sql", null)))));

    assertThat(new VllmEngine().reserved().keySet()).containsAll(emitted);
  }

  private static void assertChoices(List<String> args) {
    for (int i = 0; i < args.size() - 1; i++) {
      Set<String> choices = FLAGS.getOrDefault(args.get(i), Set.of());
      if (!choices.isEmpty()) {
        assertThat(choices).as(args.get(i)).contains(args.get(i + 1));
      }
    }
  }

  private static Set<String> emitted(List<String> args) {
    Set<String> flags = new TreeSet<>();
    args.stream().filter(arg -> arg.startsWith("-")).forEach(flags::add);
    return flags;
  }

  private static List<String> render(Model model) {
    EngineOrder order =
        new EngineOrder(
            new Engine(EngineKind.VLLM, null, null, null, null, null, null, null),
            model,
            "served",
            16,
            new Parallelism(2, 2),
            true,
            "H100-80GB",
            Bytes.ofGib(79.18),
            Optional.of(
                new EngineOrder.Sized(
                    8192,
                    Bytes.ofGib(30),
                    Bytes.ofGib(20),
                    Bytes.ofGib(1),
                    100_000,
                    214_748,
                    0.92)));
    return new ArrayList<>(new VllmEngine().command(order).render("127.0.0.1", 8001));
  }

  private static Model model(
      String dtype, String quantization, String kvType, List<Adapter> adapters) {
    return new Model(
        "Qwen/Qwen3-32B",
        null,
        "main",
        null,
        null,
        dtype,
        quantization,
        kvType,
        adapters,
        null,
        null,
        null,
        null);
  }
}
