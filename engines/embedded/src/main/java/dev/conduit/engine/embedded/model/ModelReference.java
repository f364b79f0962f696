// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --model} names.
 *
 * <p>Forms: {@code default}; {@code hf://org/repo[/file.gguf][@revision]}; {@code file:///path} or
 * a plain path.
 */
public sealed interface ModelReference {
  /** SmolLM2-135M-Instruct, pinned by checksum. */
  record Default() implements ModelReference {}

  /** A file on this machine. */
  record LocalFile(Path path) implements ModelReference {}

  /**
   * A GGUF file of a Hugging Face repository.
   *
   * @param file path within the repository; empty to take its only GGUF file, or its Q4_K_M one
   * @param revision branch, tag or commit
   */
  record HubFile(String repository, Optional<String> file, String revision)
      implements ModelReference {
    @Override
    public String toString() {
      return "hf://" + repository + file.map(name -> "/" + name).orElse("") + "@" + revision;
    }
  }

  /** Reads one of the forms. Throws {@link ModelUnavailable} of kind NOT_FOUND on another. */
  static ModelReference parse(String text) throws ModelUnavailable {
    if (text.equals("default")) {
      return new Default();
    }
    if (text.startsWith("hf://")) {
      return hub(text);
    }
    String path = text.startsWith("file://") ? text.substring("file://".length()) : text;
    if (path.isBlank() || path.contains("://")) {
      throw new ModelUnavailable(
          ModelUnavailable.Kind.NOT_FOUND,
          "--model \"%s\": use a path, hf://org/repo/file.gguf or default".formatted(text));
    }
    return new LocalFile(Path.of(path));
  }

  private static ModelReference hub(String text) throws ModelUnavailable {
    Matcher parts = Hub.FORM.matcher(text);
    if (!parts.matches()) {
      throw new ModelUnavailable(
          ModelUnavailable.Kind.NOT_FOUND,
          "--model \"%s\": the form is hf://org/repo[/file.gguf][@revision]".formatted(text));
    }
    return new HubFile(
        parts.group("repository"),
        Optional.ofNullable(parts.group("file")),
        Optional.ofNullable(parts.group("revision")).orElse("main"));
  }

  /** Holds the pattern out of the interface's public surface. */
  final class Hub {
    static final Pattern FORM =
        Pattern.compile(
            "hf://(?<repository>[\\w.-]+/[\\w.-]+)(/(?<file>[\\w./-]+\\.gguf))?(@(?<revision>[\\w./-]+))?");

    private Hub() {}
  }
}
