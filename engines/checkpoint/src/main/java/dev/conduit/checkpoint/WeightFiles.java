// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;

/** Reads what a model's weight files say of themselves. */
public final class WeightFiles {
  private WeightFiles() {}

  /**
   * The tensors of a model.
   *
   * @param file the GGUF file to take; empty for the safetensors of the whole folder
   * @throws UnreadableWeights when a file is missing, cut off or of another kind; it names the file
   * @throws IOException when the store cannot be read
   */
  public static Weights read(ModelFiles files, String file) throws IOException {
    if (file.isEmpty()) {
      return SafetensorsModel.read(files);
    }
    if (files.size(file).isEmpty()) {
      throw new UnreadableWeights(file, "there is no such file");
    }
    return GgufModel.read(files, file);
  }
}
