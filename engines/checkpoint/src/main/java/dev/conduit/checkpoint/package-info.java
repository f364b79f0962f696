// SPDX-License-Identifier: Apache-2.0
/**
 * What the files of a model's weights say of themselves, read from their headers alone: safetensors
 * (one file, or shards with an index) and GGUF. No weight is read.
 */
@NullMarked
package dev.conduit.checkpoint;

import org.jspecify.annotations.NullMarked;
