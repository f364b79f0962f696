// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How an engine cuts its KV cache into pages, and how many tokens a size of it holds.
 *
 * <p>Idea: with layers of one kind that keep every token a page is {@code block × bytes per token}
 * of all of them; with others vLLM's {@link PageGroups} apply. Printed tokens by version. Source:
 * vLLM's {@code v1/core/kv_cache_utils.py}; {@code make bench-fit-engines} holds it against vLLM
 * itself. Cost: O(layers).
 */
public final class KvPool {
  private final Setup setup;
  private final double elementBytes;
  private final List<LayerSet> kinds = new ArrayList<>();
  private final long maxModelLen;

  public KvPool(Anatomy model, Setup setup) {
    this.setup = setup;
    this.elementBytes = elementBytes(model, setup);
    this.maxModelLen = setup.maxModelLen().orElse(Math.max(1, model.context()));
    Map<Memory, Integer> alike = new LinkedHashMap<>();
    model.layers().forEach(memory -> alike.merge(memory, 1, Integer::sum));
    alike.forEach((memory, all) -> add(memory, Math.ceilDiv(all, setup.pipeline())));
  }

  private void add(Memory memory, int layers) {
    // A draft layer has attention of its own in the same pool.
    int draft = setup.tuning().draftTokens() > 0 ? 1 : 0;
    switch (memory) {
      case Memory.Tokens(int heads, int width, long window, boolean chunked, boolean uneven) -> {
        long each = Math.max(1, heads / setup.tensor());
        long back = chunked && !countsChunks() ? 0 : window;
        int more = window == 0 ? draft : 0;
        kinds.add(
            LayerSet.ofTokens(
                layers + more, each * width * elementBytes, back, chunked && back > 0, uneven));
      }
      case Memory.Latent(int width, int index) -> {
        long padded = setup.isFirstVllm() ? 128L * Math.ceilDiv(width, 128) : width;
        kinds.add(LayerSet.ofLatent(layers + draft, padded * elementBytes + index));
      }
      case Memory.State state ->
          kinds.add(LayerSet.ofState(layers, stateBytes(state), state.scanned()));
      case Memory.Nothing() -> {}
    }
  }

  /** Until then vLLM kept chunked layers like full ones. Source: release 0.32's default. */
  private boolean countsChunks() {
    return setup.version().isFrom(0, 32);
  }

  private long stateBytes(Memory.State state) {
    int steps = state.steps() + setup.tuning().draftTokens();
    long convolution = state.convolution() / setup.tensor() * steps * 2;
    return convolution + state.state() / setup.tensor() * state.stateBytes();
  }

  private static double elementBytes(Anatomy model, Setup setup) {
    String type = setup.namedKvType().or(model::kvType).orElse("").toLowerCase(Locale.ROOT);
    if (setup.kvType().contains("16")) {
      return 2;
    }
    return switch (type) {
      case "q8_0" -> 34.0 / 32;
      case "q5_1" -> 24.0 / 32;
      case "q5_0" -> 22.0 / 32;
      case "q4_1" -> 20.0 / 32;
      case "q4_0", "iq4_nl" -> 18.0 / 32;
      case "f32", "float32", "float" -> 4;
      default -> type.contains("fp8") || type.contains("int8") || type.contains("e4m3") ? 1 : 2;
    };
  }

  /** Bytes that one more token of a long sequence takes on a device, by all layers that grow. */
  public double bytesPerToken() {
    return kinds.stream()
        .filter(kind -> kind.window() == 0 || !grouped())
        .mapToDouble(kind -> kind.tokenBytes() * kind.layers())
        .sum();
  }

  /** Bytes of the recurrent states of one sequence on a device. */
  public long statePerSequence() {
    return kinds.stream().mapToLong(kind -> kind.stateBytes() * kind.layers()).sum();
  }

  /** Whether vLLM's page groups apply: more than one kind of layer, or one that does not grow. */
  public boolean grouped() {
    boolean understands =
        setup.engine() == EngineKind.VLLM
            && !setup.isFirstVllm()
            && (setup.version().isFrom(0, 10) || !setup.version().isKnown());
    return understands
        && (kinds.size() > 1
            || kinds.stream().anyMatch(kind -> kind.isState() || isRecycled(kind)));
  }

  /** Pages that {@code bytes} of KV cache hold. */
  public long pages(long bytes) {
    return grouped() ? groups().pages(bytes) : plainBlocks(bytes);
  }

  private long plainBlocks(long bytes) {
    double page = block() * bytesPerToken();
    return page > 0 ? (long) Math.floor(bytes / page) : 0;
  }

  /**
   * Tokens as the engine prints them: pages of a group times its block before vLLM 0.22, the most
   * sequences of full length times that length since.
   */
  public long tokens(long bytes) {
    if (bytes <= 0 || kinds.isEmpty()) {
      return 0;
    }
    if (!printsConcurrency()) {
      return grouped()
          ? groups().printed(bytes, maxModelLen)
          : Math.round(plainBlocks(bytes) * (double) block());
    }
    // Shorter than a block, a sequence still takes one.
    return (long) Math.floor(sequences(bytes) * maxModelLen);
  }

  private boolean printsConcurrency() {
    return !setup.version().isKnown() || setup.version().isFrom(0, 22);
  }

  /** Windows count for one kind alone since sequences of full length are printed. */
  private boolean isRecycled(LayerSet kind) {
    return kind.window() > 0 && printsConcurrency();
  }

  /** Sequences of full length that {@code bytes} hold at once; fractions count. */
  public double sequences(long bytes) {
    if (!grouped()) {
      return plainBlocks(bytes) / (double) Math.ceilDiv(maxModelLen, block());
    }
    return groups().pages(bytes) / (double) groups().pagesPerSequence(maxModelLen);
  }

  /** Bytes without which not even one sequence of full length can be served. */
  public long needed() {
    return grouped()
        ? groups().pagesPerSequence(maxModelLen) * groups().pageBytes()
        : Math.round(Math.ceilDiv(maxModelLen, block()) * block() * bytesPerToken());
  }

  private PageGroups groups() {
    return new PageGroups(kinds, setup, block());
  }

  private long block() {
    if (setup.engine() != EngineKind.VLLM) {
      return Math.max(1, setup.blockSize().orElse(1));
    }
    if (!setup.gpu().isProcessor()) {
      return setup.blockSize().orElse(16);
    }
    // The kernel for latents on processors takes blocks of 16 and no other.
    boolean latent = kinds.stream().anyMatch(LayerSet::latent);
    return latent ? 16 : setup.blockSize().orElse(128);
  }
}
