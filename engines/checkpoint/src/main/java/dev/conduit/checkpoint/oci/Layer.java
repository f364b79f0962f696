// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import java.util.Locale;
import java.util.Map;

/**
 * One blob of a manifest.
 *
 * @param type its media type
 * @param bytes as the manifest says
 */
record Layer(String type, String digest, long bytes, Map<String, String> annotations) {
  private static final String PLAIN_TAR = "application/vnd.oci.image.layer.v1.tar";

  /** How its content is packed. */
  enum Packing {
    /** It is one file. */
    FILE,
    /** Files in a row, each after its header. */
    TAR,
    /** Only its beginning can be read. */
    COMPRESSED,
    /** Nothing that a model is loaded from. */
    OTHER
  }

  Layer {
    annotations = Map.copyOf(annotations);
  }

  /**
   * Source: ORAS titles files and types them as plain tar where the user gives no type; folders it
   * marks to be unpacked. CNCF's ModelPack and KitOps say it at the end of the type.
   */
  Packing packing() {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.matches(".*(\\+|[._-])(gzip|gz|zstd)")) {
      return Packing.COMPRESSED;
    }
    boolean unpacked = "true".equals(annotations.get("io.deis.oras.content.unpack"));
    boolean titled = !title().isEmpty() && !title().endsWith(".tar") && !unpacked;
    if (lower.matches("application/vnd\\.docker\\.image\\.rootfs\\.diff\\.tar|.*[.+]tar")) {
      return titled && lower.equals(PLAIN_TAR) ? Packing.FILE : Packing.TAR;
    }
    return !title().isEmpty() || isDockerGguf() || isDockerSafetensors()
        ? Packing.FILE
        : Packing.OTHER;
  }

  /** Where a file layer lies among the files. Sources: ORAS, ModelPack, Docker Model Runner. */
  String title() {
    String path = annotations.getOrDefault("org.cncf.model.filepath", "");
    return path.isEmpty() ? annotations.getOrDefault("org.opencontainers.image.title", "") : path;
  }

  boolean isDockerGguf() {
    return type.startsWith("application/vnd.docker.ai.gguf.");
  }

  private boolean isDockerSafetensors() {
    return type.startsWith("application/vnd.docker.ai.safetensors");
  }
}
