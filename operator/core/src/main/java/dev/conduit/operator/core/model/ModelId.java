// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  /** A DNS-1123 subdomain, which claims are named by. */
  private static final Pattern CLAIM =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** The grammar of distribution/reference: host, path, tag, digest; a host alone is no image. */
  private static final Pattern IMAGE =
      Pattern.compile(
          "([a-zA-Z0-9][a-zA-Z0-9.-]*(:[0-9]{1,5})?/)?"
              + "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*"
              + "(:\\w[\\w.-]{0,127})?(@sha256:[a-f0-9]{64})?");

  private static final Set<String> NO_NAME = Set.of("", ".", "..");

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
    return isClaim() || scheme.equals("oci");
  }

  /** Whether it is on a volume that a claim of the block's namespace stands for. */
  public boolean isClaim() {
    return scheme.equals("pvc");
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

  /**
   * Why no node could mount it, as one clause with the way out; empty when one can, and for what is
   * no volume. Kubernetes would say so only when the pod is made, or not at all.
   */
  public Optional<String> flaw() {
    if (!isVolume()) {
      return Optional.empty();
    }
    if (!(isClaim() ? CLAIM : IMAGE).matcher(volume()).matches()) {
      return Optional.of(
          isClaim()
              ? "\"%s\" cannot be the name of a claim; write pvc://claim/path with its name in lower case"
                  .formatted(volume())
              : "\"%s\" is no image; write oci://registry/repository:tag or @sha256: and 64 hexadecimal digits"
                  .formatted(volume()));
    }
    boolean isPath = Stream.of(inside().split("/")).noneMatch(NO_NAME::contains);
    return inside().isEmpty() || isPath
        ? Optional.empty()
        : Optional.of(
            "\"%s\" is no path within it; leave out empty parts, \".\" and \"..\""
                .formatted(inside()));
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
