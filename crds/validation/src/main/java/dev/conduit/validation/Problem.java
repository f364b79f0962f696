// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import java.util.Optional;

/**
 * One thing that is wrong with a manifest, for the person who wrote it.
 *
 * @param source file or stream it was read from
 * @param line in the source, from 1; of the field, or of the nearest parent that is there
 * @param resource such as {@code InferenceBlock light}, absent where the text could not be parsed
 * @param path of the field, such as {@code spec.models[0].id}; empty for the document as a whole
 * @param message what is wrong, the value, and the way out; the first part in the API server's
 *     words
 */
public record Problem(
    String source, int line, Optional<String> resource, String path, String message) {

  /** {@code file:line: resource: field: message}. */
  @Override
  public String toString() {
    return source
        + ":"
        + line
        + ": "
        + resource.map(name -> name + ": ").orElse("")
        + (path.isEmpty() ? "" : path + ": ")
        + message;
  }
}
