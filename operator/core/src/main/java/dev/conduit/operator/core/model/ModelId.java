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

  /** Where a volume with a model is mounted in an engine's pod. */
  public static final String MOUNT = "/model";

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

  /** Whether nodes mount it into the engine's pod: a claim or an image. */
  public boolean isVolume() {
    return scheme.equals("pvc") || scheme.equals("oci");
  }

  /** The claim's name, or the image's reference: what stands before the path within. */
  public String volume() {
    int end = path.indexOf(scheme.equals("oci") ? '#' : '/');
    return end < 0 ? path : path.substring(0, end);
  }

  /** The folder or file within the volume, without a slash at its ends; empty for the whole. */
  public String inside() {
    String rest = path.substring(Math.min(path.length(), volume().length() + 1));
    return rest.replaceAll("^/+|/+$", "");
  }

  /** Where an engine finds the model: the hub's repository, or a path. */
  public String location() {
    if (isVolume()) {
      return inside().isEmpty() ? MOUNT : MOUNT + "/" + inside();
    }
    return scheme.equals("hf") ? repository() : path;
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
    String last = isVolume() && !inside().isEmpty() ? inside() : lastPart();
    String name = last.substring(last.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (scheme.equals("oci")) {
      name = name.replaceFirst("[@:].*", ""); // the tag is another model's tomorrow
    }
    return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
  }
}
