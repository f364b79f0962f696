// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * A resource and where it was read.
 *
 * @param resource never changed by whoever reads it
 * @param source for messages: a file and line, such as {@code blocks.yaml:12}, or {@code cluster}
 */
public record Sourced<T extends HasMetadata>(T resource, String source) {
  public ObjectRef ref() {
    return ObjectRef.of(resource);
  }
}
