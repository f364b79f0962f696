// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FitVerbTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path DATA = Path.of("../../bench/fit/data");

  @TempDir Path folder;

  @Test
  void fit_measuredDoubled_predictsTheSame() throws IOException {
    Path changed = folder.resolve("changed.jsonl");
    StringBuilder lines = new StringBuilder();
    for (String line : Files.readAllLines(DATA.resolve("cases-dev.jsonl"))) {
      ObjectNode fitCase = (ObjectNode) JSON.readTree(line);
      ObjectNode measured = (ObjectNode) fitCase.get("measured");
      List<String> names = List.of("weights_gib", "kv_gib", "kv_tokens", "activation_gib");
      names.stream()
          .filter(measured::hasNonNull)
          .forEach(name -> measured.put(name, 2 * measured.get(name).asDouble()));
      measured.put("fits", !measured.path("fits").asBoolean());
      fitCase.remove(List.of("num_gpu_blocks", "raw_mib", "consumed_weights_plus_nontorch_gib"));
      lines.append(fitCase).append('\n');
    }
    Files.writeString(changed, lines);

    JsonNode before = report(DATA.resolve("cases-dev.jsonl"));
    JsonNode after = report(changed);

    assertThat(before.get("cases")).hasSize(113);
    assertThat(after.get("cases").findValues("predicted"))
        .isEqualTo(before.get("cases").findValues("predicted"));
    assertThat(after.get("cases").findValues("breakdown"))
        .isEqualTo(before.get("cases").findValues("breakdown"));
  }

  @Test
  void fit_inlineConfigAndKvSpace_predictsTokensAlone() throws IOException {
    Path cases = folder.resolve("inline.jsonl");
    Files.writeString(
        cases,
        """
        {"id":"tiny","config":{"architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"vocab_size":100,"intermediate_size":128},"kv_space_gib":1,"block_size":128,"kv_dtype":"bfloat16","max_model_len":2048}
        """);

    JsonNode predicted = report(cases).get("cases").get(0).get("predicted");

    // 2 layers x 2 heads x 16 x 2 x 2 bytes = 256 a token.
    assertThat(predicted.get("kv_tokens").asLong()).isEqualTo((1L << 30) / 256);
    assertThat(predicted.get("weights_gib").isNull()).isTrue();
  }

  @Test
  void fit_unknownModel_saysSoAndGoesOn() throws IOException {
    Path cases = folder.resolve("unknown.jsonl");
    Files.writeString(
        cases,
        """
        {"id":"a","model":"nobody/knows-this","engine":"vllm","tp":1,"pp":1,"surprise":{"x":[1]}}
        {"id":"b","model":"Qwen/Qwen3-14B","engine":"vllm","engine_version":"0.19.0","gpu":"NVIDIA H200","tp":1,"pp":1,"max_model_len":8192}
        """);

    JsonNode found = report(cases).get("cases");

    assertThat(found.get(0).get("predicted").get("weights_gib").isNull()).isTrue();
    assertThat(found.get(0).get("breakdown").get("notes").toString()).contains("nobody/knows-this");
    assertThat(found.get(1).get("predicted").get("fits").asBoolean()).isTrue();
  }

  @Test
  void fit_malformedCases_namesFileLineFieldAndValue() throws IOException {
    Path cases = folder.resolve("bad.jsonl");
    Files.writeString(
        cases,
        "{\"id\":\"a\",\"model\":\"m\",\"tp\":0}\n{\"id\":\"a\",\"model\":\"m\"}\nnot json\n");
    Terminal terminal = new Terminal(folder);

    int status = terminal.run("fit", "--cases", cases.toString(), "-o", "json");

    assertThat(status).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("bad.jsonl:1: tp: 0 must be", "bad.jsonl:3: is not a JSON");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void fit_anotherFile_saysOnceWhatAFileOfCasesIs() throws IOException {
    Path cases = folder.resolve("values.yaml");
    Files.writeString(cases, "replicas: 1\n".repeat(300));
    Terminal terminal = new Terminal(folder);

    assertThat(terminal.run("fit", "--cases", cases.toString()))
        .isEqualTo(ExitCode.INVALID.status());

    assertThat(terminal.err().lines()).hasSize(2);
    assertThat(terminal.err())
        .contains("values.yaml:1: is not a JSON object", "300 of 300 lines", "{\"id\": \"a\"");
  }

  @Test
  void fit_manyFaults_showsTheFirst() throws IOException {
    Path cases = folder.resolve("bad.jsonl");
    Files.writeString(cases, "{\"model\":\"m\",\"tp\":0}\n".repeat(300));
    Terminal terminal = new Terminal(folder);

    assertThat(terminal.run("fit", "--cases", cases.toString()))
        .isEqualTo(ExitCode.INVALID.status());

    assertThat(terminal.err().lines()).hasSize(11);
    assertThat(terminal.err()).contains("bad.jsonl:10: tp: 0", "and 290 more");
  }

  private JsonNode report(Path cases) throws IOException {
    Terminal terminal = new Terminal(folder);
    int status =
        terminal.run(
            "fit",
            "--cases",
            cases.toString(),
            "--configs",
            DATA.resolve("model-configs-dev.json").toString(),
            "-o",
            "json");
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    return JSON.readTree(terminal.out());
  }
}
