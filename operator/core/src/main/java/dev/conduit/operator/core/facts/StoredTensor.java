// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

/**
 * A tensor of a checkpoint, as the header of its file has it.
 *
 * @param name in the words of Hugging Face transformers or of llama.cpp
 * @param bytes that it takes in the file
 */
public record StoredTensor(String name, long bytes) {}
