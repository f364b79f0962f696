// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

/** Paths of files within an artefact, without a slash or dot at their start. */
final class Paths {
  private Paths() {}

  static String normal(String path) {
    String rest = path;
    while (rest.startsWith("/") || rest.startsWith("./")) {
      rest = rest.substring(rest.startsWith("/") ? 1 : 2);
    }
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  /** The folder, with a slash; empty at the top. */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether a file of that name is looked for. */
  static boolean isOfModel(String path) {
    return name(path).matches("config\\.json|.*\\.(safetensors|safetensors\\.index\\.json|gguf)");
  }
}
