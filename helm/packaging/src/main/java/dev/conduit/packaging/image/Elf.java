// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads the head of a file in the Executable and Linkable Format. Source: System V ABI, 4.1. */
final class Elf {
  private static final int HEAD = 20;
  private static final int MACHINE = 18;
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;

  private Elf() {}

  /** Whether it is native code for the processor that this program runs on. */
  static boolean isForThisMachine(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD);
      return head.length == HEAD
          && head[0] == 0x7f
          && head[1] == 'E'
          && head[2] == 'L'
          && head[3] == 'F'
          && ((head[MACHINE] & 0xff) | ((head[MACHINE + 1] & 0xff) << 8)) == machine();
    }
  }

  /** As image formats name it. */
  static String architecture() {
    return machine() == AARCH64 ? "arm64" : "amd64";
  }

  private static int machine() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") ? AARCH64 : X86_64;
  }
}
