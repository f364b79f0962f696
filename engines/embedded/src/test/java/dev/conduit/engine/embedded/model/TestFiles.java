// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes that pass for a model. */
final class TestFiles {
  private TestFiles() {}

  static byte[] gguf(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
