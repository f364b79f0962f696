// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.util.List;

/**
 * One tensor of a file.
 *
 * @param name as the file has it, such as {@code model.layers.0.self_attn.q_proj.weight}
 * @param type the format's name of its elements, such as {@code BF16} or {@code Q4_K}
 * @param shape elements along each axis; empty for a single number
 * @param bytes that its elements take in the file
 */
public record Tensor(String name, String type, List<Long> shape, long bytes) {
  public Tensor {
    shape = List.copyOf(shape);
  }

  /** As the shape says; packed types hold several weights in one element. */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
