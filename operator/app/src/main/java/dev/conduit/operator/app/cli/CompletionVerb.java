// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = {
      "Print a completion script for a shell.",
      "",
      "  bash:  source <(conduit completion bash)",
      "  zsh:   source <(conduit completion zsh)"
    })
final class CompletionVerb implements Verb {
  /** Shells that are known. */
  enum Shell {
    bash,
    zsh
  }

  private static final String ZSH_PREFIX =
      """
      autoload -U +X compinit && compinit -u
      autoload -U +X bashcompinit && bashcompinit
      """;

  private final Console console;
  private final Supplier<CommandLine> commands;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  Shell shell = Shell.bash;

  CompletionVerb(Console console, Supplier<CommandLine> commands) {
    this.console = console;
    this.commands = commands;
  }

  @Override
  public ExitCode run() {
    String script = AutoComplete.bash("conduit", commands.get());
    console.line(
        switch (shell) {
          case bash -> script;
          case zsh -> ZSH_PREFIX + script;
        });
    return ExitCode.OK;
  }
}
