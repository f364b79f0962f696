// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A layer of an artefact or image.
 *
 * @param type its media type
 */
@SuppressWarnings("ArrayRecordComponent") // pushed once
public record Blob(String type, byte[] bytes, Map<String, String> annotations) {
  private static final int BLOCK = 512;

  /** A file as ORAS pushes it. */
  public static Blob titled(Path file) {
    return titled("application/vnd.oci.image.layer.v1.tar", file);
  }

  public static Blob titled(String type, Path file) {
    return new Blob(
        type,
        bytes(file),
        Map.of("org.opencontainers.image.title", String.valueOf(file.getFileName())));
  }

  /** Files in a row, under their paths, with the owner's end of two empty blocks. */
  public static Blob tar(String type, Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (path, content) -> {
          byte[] name = path.getBytes(StandardCharsets.UTF_8);
          if (name.length >= 100) {
            String rest = " path=" + path + "\n";
            int length = rest.length() + 2;
            length = rest.length() + Integer.toString(length).length();
            entry(out, "pax", 'x', (length + rest).getBytes(StandardCharsets.UTF_8));
          }
          entry(out, name.length < 100 ? path : "long", '0', content);
        });
    out.writeBytes(new byte[2 * BLOCK]);
    return new Blob(type, out.toByteArray(), Map.of());
  }

  private static void entry(ByteArrayOutputStream out, String name, char kind, byte[] content) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 148, "        ");
    header[156] = (byte) kind;
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** The same, compressed, of another type. */
  public Blob gzipped(String as) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Blob(as, out.toByteArray(), annotations);
  }

  public String digest() {
    return digest(bytes);
  }

  static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return type + " " + Arrays.hashCode(bytes);
  }
}
