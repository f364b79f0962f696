// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import dev.conduit.conformance.check.Subject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The suite as a program, for any server that speaks HTTP. See {@link Arguments#USAGE}. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /** Runs the suite and exits with its code. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out));
  }

  /** The program without its exit, for tests; returns the exit code. */
  static int run(List<String> words, PrintStream out) throws InterruptedException {
    if (words.contains("--help")) {
      out.print(Arguments.USAGE);
      return 0;
    }
    try {
      Report report = new Report(suite(Arguments.parse(words)).run());
      out.print(report.text());
      return report.passed() ? 0 : FAILED;
    } catch (IllegalArgumentException e) {
      out.println("conformance: " + e.getMessage());
      out.print(Arguments.USAGE);
      return WRONG_USAGE;
    } catch (IOException e) {
      out.println("conformance: the server does not answer: " + e);
      return FAILED;
    }
  }

  private static Suite suite(Arguments arguments) throws IOException, InterruptedException {
    int length =
        arguments.maxModelLen() > 0
            ? arguments.maxModelLen()
            : ModelLength.of(arguments.base(), arguments.model());
    Subject subject = new Subject(arguments.model(), length, arguments.via());
    return new Suite(arguments.base(), subject, arguments.unsupported());
  }
}
