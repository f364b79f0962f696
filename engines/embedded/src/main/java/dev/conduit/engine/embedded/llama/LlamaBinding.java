// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import de.kherud.llama.args.PoolingType;
import dev.conduit.engine.surface.spi.Sampling;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The JNI library, and the only class that knows it. Tokenising and templating are safe from any
 * thread; a {@link Run} belongs to the thread that pulls it.
 */
final class LlamaBinding implements AutoCloseable {
  private final LlamaModel model;

  private LlamaBinding(LlamaModel model) {
    this.model = model;
  }

  /** Loads for generation. Blocks until the weights are mapped and a first step ran. */
  static LlamaBinding load(Path file, int contextTokens, int slots, int threads) {
    return open(
        file,
        new ModelParameters()
            .setCtxSize(contextTokens * slots)
            .setParallel(slots)
            .setThreads(threads)
            .setThreadsBatch(threads));
  }

  /** Loads for embeddings: the pooled state of the last token. */
  static LlamaBinding loadForEmbedding(Path file, int contextTokens, int threads) {
    return open(
        file,
        new ModelParameters()
            .setCtxSize(contextTokens)
            .setBatchSize(contextTokens)
            .setUbatchSize(contextTokens)
            .setParallel(1)
            .setThreads(threads)
            .setThreadsBatch(threads)
            .enableEmbedding()
            .setPoolingType(PoolingType.LAST));
  }

  private static LlamaBinding open(Path file, ModelParameters parameters) {
    // its log names prompts' sizes per request; a failed load is told by the exception
    LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> {});
    try {
      return new LlamaBinding(new LlamaModel(parameters.setModel(file.toString()).disableLog()));
    } catch (RuntimeException e) { // the binding's own exception is not public
      throw new IllegalStateException(
          "llama.cpp cannot load %s: the file is damaged or of an architecture it does not know"
              .formatted(file),
          e);
    }
  }

  /**
   * Applies the model's own chat template to a JSON object with {@code messages}, each of a string
   * {@code role} and a string {@code content} and nothing else: llama.cpp ends the process over a
   * shape that it does not expect.
   */
  String render(String json) {
    return model.applyTemplate(json);
  }

  int[] encode(String text) {
    return model.encode(text);
  }

  String decode(int[] tokens) {
    return model.decode(tokens);
  }

  float[] embed(String text) {
    return model.embed(text);
  }

  /** The grammar of a JSON schema; throws {@link IllegalArgumentException} for one it cannot do. */
  static String grammar(String schema) {
    try {
      return LlamaModel.jsonSchemaToGrammar(schema);
    } catch (RuntimeException e) { // the binding's own exception is not public
      throw new IllegalArgumentException("the schema cannot be turned into a grammar", e);
    }
  }

  /** Starts a sequence in a free slot. The caller makes sure that there is one. */
  Run start(String prompt, int maxTokens, Sampling sampling, Optional<String> grammar) {
    InferenceParameters parameters =
        new InferenceParameters(prompt)
            .setNPredict(maxTokens)
            .setCachePrompt(true)
            .setTemperature((float) sampling.temperature())
            .setTopP((float) sampling.topP())
            .setTopK(sampling.topK())
            .setMinP((float) sampling.minP())
            .setPresencePenalty((float) sampling.presencePenalty())
            .setFrequencyPenalty((float) sampling.frequencyPenalty())
            .setRepeatPenalty((float) sampling.repetitionPenalty())
            .setIgnoreEos(sampling.ignoreEos());
    sampling.seed().ifPresent(seed -> parameters.setSeed((int) seed));
    grammar.ifPresent(parameters::setGrammar);
    if (!sampling.logitBias().isEmpty()) {
      Map<Integer, Float> bias = new HashMap<>();
      sampling.logitBias().forEach((token, value) -> bias.put(token, value.floatValue()));
      parameters.setTokenIdBias(bias);
    }
    return new Run(model.generate(parameters).iterator());
  }

  @Override
  public void close() {
    model.close();
  }

  /** A sequence that generates. */
  static final class Run {
    private final LlamaIterator iterator;

    private Run(LlamaIterator iterator) {
      this.iterator = iterator;
    }

    /** Blocks for the next token's text; empty text at the end of text; absent after the last. */
    Optional<String> next() {
      if (!iterator.hasNext()) {
        return Optional.empty();
      }
      LlamaOutput output = iterator.next();
      // the binding's last output carries no token: it only says that there are no more
      return iterator.hasNext() ? Optional.of(output.text) : Optional.empty();
    }

    /** Frees the slot. On the pulling thread only: elsewhere it would wait for ever for a token. */
    void cancel() {
      iterator.cancel();
    }
  }
}
