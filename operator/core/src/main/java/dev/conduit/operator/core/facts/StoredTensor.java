// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

/**
 * A tensor of a checkpoint, as the header of its file has it.
 *
 * @param name in the words of Hugging Face transformers or of llama.cpp
 * @param bytes that it takes once loaded
 */
public record StoredTensor(String name, long bytes) {
  /**
   * Of a safetensors file. Engines load weights of 32 bits and more as 16 bits; scales and states
   * keep theirs.
   *
   * @param type such as {@code BF16}
   * @param bytes in the file
   */
  public static StoredTensor of(String name, String type, long bytes) {
    boolean weight = name.endsWith(".weight") || name.endsWith(".bias");
    return switch (type) {
      case "F32" -> new StoredTensor(name, weight ? bytes / 2 : bytes);
      case "F64" -> new StoredTensor(name, weight ? bytes / 4 : bytes);
      default -> new StoredTensor(name, bytes);
    };
  }
}
