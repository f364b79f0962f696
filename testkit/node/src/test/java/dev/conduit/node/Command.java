// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that runs to its end. */
final class Command {
  private Command() {}

  /** What it wrote to its output; fails with all that it said when it does. */
  static String run(List<String> command) {
    try {
      Path warnings = Files.createTempFile("command", ".err");
      Process process = new ProcessBuilder(command).redirectError(warnings.toFile()).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      String complaints = Files.readString(warnings);
      Files.delete(warnings);
      if (status != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " ended with " + status + ":\n" + said + complaints);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
    }
  }
}
