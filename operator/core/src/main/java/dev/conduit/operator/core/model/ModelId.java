// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A model's id, taken apart.
 *
 * @param raw as the user wrote it
 * @param scheme {@code hf} for a bare Hugging Face id, else what stands before {@code ://}
 * @param path after the scheme, without the revision
 * @param revision after {@code @}; empty when none is given
 */
public record ModelId(String raw, String scheme, String path, Optional<String> revision) {

  public static ModelId parse(String raw) {
    int colon = raw.indexOf("://");
    String scheme = colon < 0 ? "hf" : raw.substring(0, colon);
    String rest = colon < 0 ? raw : raw.substring(colon + 3);
    int at = scheme.equals("hf") ? rest.lastIndexOf('@') : -1;
    return at < 0
        ? new ModelId(raw, scheme, rest, Optional.empty())
        : new ModelId(raw, scheme, rest.substring(0, at), Optional.of(rest.substring(at + 1)));
  }

  /** {@code org/repo} of a Hugging Face id; the whole path for another scheme. */
  public String repository() {
    String[] parts = path.split("/", 3);
    return scheme.equals("hf") && parts.length > 2 ? parts[0] + "/" + parts[1] : path;
  }

  /** Whether it names one GGUF file. */
  public boolean isGgufFile() {
    return path.toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  /** The last part of the path. */
  public String lastPart() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The name that callers ask for when the user gave none: the last part, in lower case. */
  public String defaultServedName() {
    String name = lastPart().toLowerCase(Locale.ROOT);
    return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
  }
}
