// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.console.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConduitTest {
  @TempDir Path states;

  @Test
  void help_root_listsEveryVerbAndExitCode() {
    Terminal terminal = new Terminal(states);
    assertThat(terminal.run("--help")).isZero();
    assertThat(terminal.out()).contains("status", "chat", "down", "completion", "version");
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status))
        .allSatisfy(
            status ->
                assertThat(terminal.out()).containsPattern("(?m)^ +" + status + " +[a-zA-Z]"));
  }

  @Test
  void help_eachVerb_describesItself() {
    Terminal terminal = new Terminal(states);
    Conduit conduit = terminal.conduit();
    for (CommandLine verb : conduit.commandLine().getSubcommands().values()) {
      Terminal own = new Terminal(states);
      assertThat(own.run(verb.getCommandName(), "--help")).isZero();
      assertThat(own.out()).contains("Usage: conduit " + verb.getCommandName());
    }
  }

  @Test
  void run_unknownVerb_saysSoAndHowToGetHelp() {
    Terminal terminal = new Terminal(states);
    assertThat(terminal.run("upp")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("upp", "conduit --help");
  }

  @Test
  void completion_bothShells_completesVerbs() {
    Terminal bash = new Terminal(states);
    assertThat(bash.run("completion", "bash")).isZero();
    assertThat(bash.out()).contains("complete -F _complete_conduit", "chat", "--state-dir");
    Terminal zsh = new Terminal(states);
    assertThat(zsh.run("completion", "zsh")).isZero();
    assertThat(zsh.out()).startsWith("autoload -U +X compinit").contains("bashcompinit");
  }

  @Test
  void status_nothingUp_saysHowToStart() {
    Terminal terminal = new Terminal(states);
    assertThat(terminal.run("status")).isEqualTo(ExitCode.NOT_UP.status());
    assertThat(terminal.err()).contains("nothing is up", "conduit up -f DIR");
  }

  @Test
  void down_nothingUp_saysSo() {
    Terminal terminal = new Terminal(states);
    assertThat(terminal.run("down", "-f", "/manifests")).isEqualTo(ExitCode.NOT_UP.status());
    assertThat(terminal.err()).contains("nothing is up here");
  }
}
