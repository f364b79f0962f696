// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import de.kherud.llama.args.LogFormat;

/**
 * Loads a file with the binding that the embedded engine uses, and prints llama.cpp's log. A
 * process of its own for each: llama.cpp ends the whole process when something is not possible.
 */
public final class LlamaLoad {
  private LlamaLoad() {}

  /**
   * @param arguments file, tokens of context, slots, type of keys and values, tokens of a step,
   *     whether attention is fused
   */
  public static void main(String[] arguments) {
    LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> System.out.print(text));
    ModelParameters parameters =
        new ModelParameters()
            .setModel(arguments[0])
            .setCtxSize(Integer.parseInt(arguments[1]))
            .setParallel(Integer.parseInt(arguments[2]))
            .setCacheTypeK(CacheType.valueOf(arguments[3]))
            .setCacheTypeV(CacheType.valueOf(arguments[3]))
            .setBatchSize(Integer.parseInt(arguments[4]))
            .setUbatchSize(Integer.parseInt(arguments[4]))
            .setThreads(1)
            .setGpuLayers(0)
            .skipWarmup();
    if (Boolean.parseBoolean(arguments[5])) {
      parameters.enableFlashAttn();
    }
    LlamaModel loaded = new LlamaModel(parameters);
    System.out.println("loaded " + loaded.hashCode());
    System.out.flush();
    Runtime.getRuntime().halt(0); // the sizes are known; closing would wait for its threads
  }
}
