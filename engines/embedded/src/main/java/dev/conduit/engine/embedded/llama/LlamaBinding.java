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
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The JNI library, and the only class that knows it. Tokenising and templating are safe from any
 * thread; a {@link Run} belongs to the thread that pulls it.
 */
final class LlamaBinding implements AutoCloseable {
  /** llama.cpp's word for penalties that look at all of a sequence, as vLLM's do. */
  private static final int WHOLE_CONTEXT = -1;

  /** Prompt tokens per step: between two steps other sequences go on, and cancels are seen. */
  static final int PREFILL_STEP = 256;

  static {
    LibraryFolder.claim();
  }

  private static final Field PARAMETERS = parameters();

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
            .setBatchSize(PREFILL_STEP)
            .setUbatchSize(PREFILL_STEP)
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
      LlamaModel model = new LlamaModel(parameters.setModel(file.toString()).disableLog());
      LibraryFolder.release();
      return new LlamaBinding(model);
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

  /**
   * Starts a sequence in a slot, which must be free.
   *
   * @param prompt ids, exactly as they are to be read; what the slot's cache holds of them is
   *     reused
   * @param maxTokens 0 reads the prompt into the cache and generates nothing that counts
   */
  Run start(int slot, int[] prompt, int maxTokens, Sampling sampling, Grammar grammar) {
    InferenceParameters parameters =
        new InferenceParameters("")
            .setNPredict(maxTokens)
            .setCachePrompt(true)
            .setTemperature((float) sampling.temperature())
            .setTopP((float) sampling.topP())
            .setTopK(sampling.topK())
            .setMinP((float) sampling.minP())
            .setPresencePenalty((float) sampling.presencePenalty())
            .setFrequencyPenalty((float) sampling.frequencyPenalty())
            .setRepeatPenalty((float) sampling.repetitionPenalty())
            .setRepeatLastN(WHOLE_CONTEXT)
            .setIgnoreEos(sampling.ignoreEos());
    sampling.seed().ifPresent(seed -> parameters.setSeed((int) seed));
    grammar.gbnf().ifPresent(parameters::setGrammar);
    if (!sampling.logitBias().isEmpty()) {
      Map<Integer, Float> bias = new HashMap<>();
      sampling.logitBias().forEach((token, value) -> bias.put(token, value.floatValue()));
      parameters.setTokenIdBias(bias);
    }
    set(parameters, "prompt", Arrays.toString(prompt));
    set(parameters, "id_slot", Integer.toString(slot));
    return new Run(model.generate(parameters).iterator());
  }

  /**
   * Sets what llama.cpp's server takes and the binding has no method for: a prompt in token ids,
   * which alone makes counts exact, and the slot, which alone makes reuse known.
   */
  @SuppressWarnings("unchecked")
  private static void set(InferenceParameters parameters, String name, String json) {
    try {
      ((Map<String, String>) PARAMETERS.get(parameters)).put(name, json);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the binding's parameters cannot be set", e);
    }
  }

  private static Field parameters() {
    try {
      Field field = InferenceParameters.class.getSuperclass().getDeclaredField("parameters");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("this is not the pinned version of the binding", e);
    }
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
