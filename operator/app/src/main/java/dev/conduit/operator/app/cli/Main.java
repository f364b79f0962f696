// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.core.plan.Planner;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the program starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Console console =
        new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), onTerminal());
    Planner planner = new Planner();
    Conduit conduit =
        new Conduit(
            console,
            Surroundings.ofThisProcess(),
            observed -> planner.plan(observed, Instant.now()));
    int status = conduit.run(arguments);
    // Not a return: no library's thread may keep a finished command alive.
    System.exit(status);
  }

  // The JDK's own console provider, the default since JDK 25, answers null when there is no
  // terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    java.io.@Nullable Console terminal = System.console();
    return terminal != null && terminal.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
