// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;

/** Reads what a model's weight files say of themselves. */
public final class WeightFiles {
  /** Says which tensor is in which of several files. */
  public static final String INDEX = "model.safetensors.index.json";

  /** The one file of a model that has no index. */
  public static final String SINGLE = "model.safetensors";

  private WeightFiles() {}

  /**
   * The tensors of a model.
   *
   * @param file the GGUF file to take; empty for the safetensors of the whole folder
   * @throws UnreadableWeights when a file is missing, cut off or of another kind; it names the file
   * @throws IOException when the store cannot be read
   */
  public static Weights read(ModelFiles store, String file) throws IOException {
    ModelFiles files = new BoundedFiles(store);
    if (file.isEmpty()) {
      return SafetensorsModel.read(files);
    }
    if (files.size(file).isEmpty()) {
      throw new UnreadableWeights(file, "there is no such file");
    }
    return GgufModel.read(files, file);
  }

  /** For what stands beside the weights and is as broken. */
  public static UnreadableWeights unreadable(String file, String why) {
    return new UnreadableWeights(file, why);
  }
}
