// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import dev.conduit.testkit.model.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A tar archive with entries of any kind. */
final class Tar {
  static final String TYPE = "application/vnd.oci.image.layer.v1.tar";
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Tar file(String name, int bytes) {
    return entry(name, '0', new byte[bytes]);
  }

  /** Of a kind that has no content. */
  Tar entry(String name, char kind) {
    return entry(name, kind, new byte[0]);
  }

  /** A record of an extended header with the length that it should have. */
  static String record(String text) {
    int length = text.length() + 2;
    while (length != text.length() + 2 + Integer.toString(length).length()) {
      length++;
    }
    return length + " " + text + "\n";
  }

  Tar extended(String... records) {
    return entry("pax", 'x', String.join("", records).getBytes(StandardCharsets.ISO_8859_1));
  }

  private Tar entry(String name, char kind, byte[] content) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
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
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  Blob layer() {
    return new Blob(TYPE, bytes(), Map.of());
  }

  /** What is found in it. */
  Map<String, Extent> files() throws IOException {
    byte[] all = bytes();
    Overlay overlay = new Overlay();
    overlay.over(
        TarIndex.of(
            new Layer(TYPE, "sha256:" + "0".repeat(64), all.length, Map.of()),
            (from, length) ->
                Arrays.copyOfRange(
                    all,
                    (int) Math.min(all.length, from),
                    (int) Math.min(all.length, from + length))));
    return overlay.files();
  }
}
