// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * The tensors of a model.
 *
 * @param format of the files
 * @param tensors of all files, each name once
 * @param metadata that stands beside them: all of GGUF's, of safetensors only text. Of an array
 *     only the numbers of short ones are kept, else its length
 */
public record Weights(Format format, List<Tensor> tensors, Map<String, Object> metadata) {
  /** How the files are laid out. */
  public enum Format {
    SAFETENSORS,
    GGUF
  }

  public Weights {
    tensors = List.copyOf(tensors);
    metadata = Map.copyOf(metadata);
  }

  /** Of all tensors, without headers and padding. */
  public long bytes() {
    return tensors.stream().mapToLong(Tensor::bytes).sum();
  }
}
