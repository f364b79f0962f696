// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What a model file must be: so many bytes with this SHA-256. */
record Checksum(long bytes, String sha256) {
  private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 1 << 16;

  /** Whether the file has exactly this content. Reads it whole. */
  boolean matches(Path file) throws IOException {
    return Files.size(file) == bytes && of(file).equals(this);
  }

  static Checksum of(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        total += read;
      }
    }
    return new Checksum(total, HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether the file begins as every GGUF file does. */
  static boolean looksLikeGguf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
