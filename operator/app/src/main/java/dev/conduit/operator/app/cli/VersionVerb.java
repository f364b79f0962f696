// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the versions of Conduit and of Java.")
final class VersionVerb implements Verb {
  private final Console console;

  VersionVerb(Console console) {
    this.console = console;
  }

  static String text() {
    String version = VersionVerb.class.getPackage().getImplementationVersion();
    return "conduit %s, Java %s"
        .formatted(version == null ? "(not packaged)" : version, Runtime.version());
  }

  @Override
  public ExitCode run() {
    console.line(text());
    return ExitCode.OK;
  }
}
