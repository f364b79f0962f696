// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * One entry of {@code /v1/models}.
 *
 * @param name the name that requests use
 * @param root where the weights came from
 * @param parent the base model's name, for an adapter
 * @param createdSeconds Unix time in seconds
 * @param maxModelLen context in tokens, prompt and answer together
 */
public record ServedModel(
    String name, String root, Optional<String> parent, long createdSeconds, int maxModelLen) {

  public ServedModel {
    Objects.requireNonNull(name, "name");
    if (maxModelLen < 1) {
      throw new IllegalArgumentException("maxModelLen must be at least 1, was " + maxModelLen);
    }
  }
}
