// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the packaging; {@code make image} and {@code make manifests} call it. */
@Command(name = "packaging", mixinStandardHelpOptions = true)
public final class Main {
  private Main() {}

  /** Exits with 0, 1 for what cannot be made, 2 for wrong options. */
  @SuppressWarnings("SystemOut") // the one place that hands the process's streams out
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new ImagesVerb(out))
            .addSubcommand(new ManifestsVerb(out));
    line.setExecutionExceptionHandler(
        (error, _, _) -> {
          System.err.println("packaging: " + error.getMessage());
          return 1;
        });
    System.exit(line.execute(arguments));
  }
}
