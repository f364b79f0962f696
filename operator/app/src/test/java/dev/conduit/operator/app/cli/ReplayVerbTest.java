// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayVerbTest {
  private static final String HELLO =
      "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}\n";
  private static final Path EXAMPLE = Path.of("../../examples/routing");

  @TempDir Path folder;

  @Test
  void replay_aLogWithoutOutcomes_cannotBeDrawn_andSaysSo() throws IOException {
    Path plot = folder.resolve("plot.svg");
    Terminal terminal = new Terminal(folder);
    assertThat(replay(terminal, HELLO, "--plot", plot.toString()))
        .isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.out()).contains("DECIDED BY");
    assertThat(terminal.err()).contains("has no outcomes to draw", "weak_correct");
    assertThat(plot).doesNotExist();
  }

  @Test
  void replay_aPlotOfAnotherKind_isRefused() throws IOException {
    Terminal terminal = new Terminal(folder);
    assertThat(replay(terminal, HELLO, "--plot", "plot.pdf")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("plot.pdf must end with .svg or .png");
  }

  @Test
  void replay_noGoodLine_fails_withTheFirstProblemsAndTheirNumber() throws IOException {
    Terminal terminal = new Terminal(folder);
    assertThat(replay(terminal, "nonsense\n".repeat(25))).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err())
        .contains("lines.jsonl:1: no JSON object", "5 more", "has no good line")
        .doesNotContain("lines.jsonl:21:");
  }

  @Test
  void replay_anEmptyFile_fails() throws IOException {
    Terminal terminal = new Terminal(folder);
    assertThat(replay(terminal, "\n\n")).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("is empty");
  }

  @Test
  void replay_aFileThatIsNotThere_fails() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("replay", "--policy", EXAMPLE.toString(), "--log", "nowhere.jsonl"))
        .isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("nowhere.jsonl: no such file or folder");
  }

  @Test
  void replay_aModelThatThePolicyLacks_canBeAskedForByAnotherName() throws IOException {
    Terminal asLogged = new Terminal(folder);
    assertThat(replay(asLogged, HELLO)).isEqualTo(ExitCode.OK.status());
    assertThat(asLogged.out()).contains("model_not_found", "--as-model auto");
    Terminal asAuto = new Terminal(folder);
    assertThat(replay(asAuto, HELLO, "--as-model", "auto")).isEqualTo(ExitCode.OK.status());
    assertThat(asAuto.out()).doesNotContain("model_not_found").contains("classifier, cues");
  }

  @Test
  void replay_aPriceOfNothing_namesWhatThereIs() throws IOException {
    Terminal terminal = new Terminal(folder);
    assertThat(replay(terminal, HELLO, "--price", "big=1/2")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("\"big\" is no tier", "large/qwen2.5-72b", "heavy");
    Terminal other = new Terminal(folder);
    assertThat(replay(other, HELLO, "--price", "heavy=cheap")).isEqualTo(ExitCode.USAGE.status());
    assertThat(other.err()).contains("'cheap' is no price", "INPUT/OUTPUT");
  }

  @Test
  void replay_ofACascade_saysThatAnswersAreNotKnown() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), HELLO);
    String plain = Files.readString(EXAMPLE.resolve("policy.yaml"));
    Path policy =
        Files.writeString(
            folder.resolve("cascade.yaml"),
            plain.replaceFirst("(?m)^spec:$", "spec:\n  cascade:\n    startTier: light"));
    Terminal terminal = new Terminal(folder);
    int status = terminal.run("replay", "--policy", policy.toString(), "--log", lines.toString());
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out()).contains("the tier light answer first: answers are not known here");
  }

  @Test
  void replay_neitherLogNorDataset_saysWhatIsMissing() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("replay", "--policy", EXAMPLE.toString()))
        .isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("--log", "--dataset");
  }

  @Test
  void replay_policyAndBlocksApart_isOfBoth() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), HELLO);
    Terminal terminal = new Terminal(folder);
    int status =
        terminal.run(
            "replay",
            "--policy",
            EXAMPLE.resolve("policy.yaml").toString(),
            "-f",
            EXAMPLE.resolve("blocks.yaml").toString(),
            "--log",
            lines.toString());
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void replay_refit_judgesByModelsOfTheOtherPrompts() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      boolean isHard = i % 3 == 0;
      lines.append(
          "{\"prompt\":\"%s number %d of the list\",\"weak_correct\":%s,\"strong_correct\":true}\n"
              .formatted(isHard ? "Integrate the function" : "Name the colour", i, !isHard));
    }
    Path file = Files.writeString(folder.resolve("lines.jsonl"), lines);
    Terminal terminal = new Terminal(folder);
    int status =
        terminal.run(
            "replay",
            "--policy",
            EXAMPLE.toString(),
            "--dataset",
            file.toString(),
            "--refit",
            "-o",
            "json");
    assertThat(status).as(terminal.err()).isEqualTo(ExitCode.OK.status());
    JsonNode json = JsonMapper.builder().build().readTree(terminal.out());
    assertThat(json.path("notes").path(0).asText()).contains("models fitted to the other 4 fifths");
    // Every fold sees enough of both kinds to tell them apart, which the shipped model does not.
    assertThat(json.path("quality").path("classifier").path("apgr").asDouble())
        .isCloseTo(json.path("quality").path("oracle").path("apgr").asDouble(), within(0.05));
  }

  @Test
  void replay_refitOfTooLittleOrOfALog_isRefused() throws IOException {
    Terminal log = new Terminal(folder);
    assertThat(replay(log, HELLO, "--refit")).isEqualTo(ExitCode.USAGE.status());
    assertThat(log.err()).contains("--dataset");
    Path file =
        Files.writeString(
            folder.resolve("few.jsonl"),
            "{\"prompt\":\"Hi\",\"weak_correct\":false,\"strong_correct\":true}\n");
    Terminal few = new Terminal(folder);
    int status =
        few.run("replay", "--policy", EXAMPLE.toString(), "--dataset", file.toString(), "--refit");
    assertThat(status).isEqualTo(ExitCode.INVALID.status());
    assertThat(few.err()).contains("it takes 100 to 50000 outcomes", "there are 1, and 1");
  }

  private int replay(Terminal terminal, String lines, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("lines.jsonl"), lines);
    List<String> all = new ArrayList<>(List.of("replay", "--policy", EXAMPLE.toString()));
    all.addAll(List.of("--log", file.toString()));
    all.addAll(List.of(more));
    return terminal.run(all.toArray(String[]::new));
  }
}
