// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How an engine cuts its KV cache into pages, and how many tokens a size of it holds.
 *
 * <p>Idea: with layers of one kind a page is {@code block × bytes per token} of all of them. With
 * several kinds vLLM makes groups of equally many layers, all with one page size: the smaller
 * kind's count decides the group, odd layers are padded, narrower kinds get longer blocks, and a
 * recurrent state forces the block so long that an attention page holds it. Source: vLLM's {@code
 * v1/core/kv_cache_utils.py} and {@code config.verify_and_update_config} of hybrid models; cases
 * ix-13 (7 groups of 10), ix-14 (block 544), lg-47 (block 800, +3 padding layers). Cost: O(layers).
 */
public final class KvPool {
  private static final int ALIGNMENT = 16;

  private final Setup setup;
  private final double elementBytes;
  private final List<Kind> kinds = new ArrayList<>();
  private final long maxModelLen;

  /** Layers that keep the same, of one pipeline stage. */
  private record Kind(Memory memory, int layers, double tokenBytes, long stateBytes, long window) {
    boolean isState() {
      return stateBytes > 0;
    }
  }

  public KvPool(Anatomy model, Setup setup) {
    this.setup = setup;
    this.elementBytes = elementBytes(model, setup);
    this.maxModelLen = setup.maxModelLen().orElse(Math.max(1, model.context()));
    for (Memory memory : model.layers().stream().distinct().toList()) {
      int all = (int) model.layers().stream().filter(memory::equals).count();
      add(memory, Math.ceilDiv(all, setup.pipeline()));
    }
  }

  private void add(Memory memory, int layers) {
    // A draft layer has attention of its own in the same pool.
    int draft = setup.tuning().draftTokens() > 0 ? 1 : 0;
    switch (memory) {
      case Memory.Tokens(int heads, int width, long window) -> {
        long each = Math.max(1, heads / setup.tensor());
        boolean all = window == 0 || window >= maxModelLen;
        int more = all ? draft : 0;
        kinds.add(
            new Kind(memory, layers + more, each * width * elementBytes, 0, all ? 0 : window));
      }
      case Memory.Latent(int width, int index) -> {
        long padded = setup.isFirstVllm() ? 128L * Math.ceilDiv(width, 128) : width;
        kinds.add(new Kind(memory, layers + draft, padded * elementBytes + index, 0, 0));
      }
      case Memory.State state -> kinds.add(new Kind(memory, layers, 0, stateBytes(state), 0));
      case Memory.Nothing() -> {}
    }
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

  /** Whether there is more than one kind of layer in the pages. */
  public boolean grouped() {
    boolean understands =
        setup.engine() == EngineKind.VLLM
            && !setup.isFirstVllm()
            && (setup.version().isFrom(0, 10) || !setup.version().isKnown());
    return understands && paged().size() > 1;
  }

  private List<Kind> paged() {
    return kinds.stream().filter(kind -> kind.tokenBytes() > 0 || kind.isState()).toList();
  }

  /** Pages that {@code bytes} of KV cache hold. */
  public long pages(long bytes) {
    return grouped() ? bytes / (pageBytes() * groupSize()) : plainBlocks(bytes);
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
    if (bytes <= 0 || paged().isEmpty()) {
      return 0;
    }
    if (!grouped()) {
      return Math.round(plainBlocks(bytes) * (double) block());
    }
    if (!printsConcurrency()) {
      long least = hasState() ? Math.min(attentionBlock(), maxModelLen) : attentionBlock();
      return pages(bytes) / groups() * least;
    }
    return (long) Math.floor(sequences(bytes) * maxModelLen);
  }

  private boolean printsConcurrency() {
    return !setup.version().isKnown() || setup.version().isFrom(0, 22);
  }

  /** Sequences of full length that {@code bytes} hold at once; fractions count. */
  public double sequences(long bytes) {
    if (!grouped()) {
      return plainBlocks(bytes) / (double) Math.ceilDiv(maxModelLen, block());
    }
    return pages(bytes) / (double) pagesPerSequence(maxModelLen);
  }

  /** Bytes without which not even one sequence of full length can be served. */
  public long needed() {
    return grouped()
        ? pagesPerSequence(maxModelLen) * pageBytes() * groupSize()
        : Math.round(Math.ceilDiv(maxModelLen, block()) * block() * bytesPerToken());
  }

  private long pagesPerSequence(long length) {
    long pages = 0;
    for (Kind kind : paged()) {
      pages += Math.ceilDiv(kind.layers(), groupSize()) * pagesOf(kind, length);
    }
    return pages;
  }

  private long pagesOf(Kind kind, long length) {
    if (kind.isState()) {
      return 1L + setup.tuning().draftTokens();
    }
    long block = blockOf(kind);
    if (kind.window() == 0) {
      return Math.ceilDiv(length, block);
    }
    // A window, the step's own tokens, and a block that begins in the middle.
    long kept = Math.min(kind.window() - 1 + new Batch(setup).tokens(), length);
    return Math.ceilDiv(kept, block) + 1;
  }

  private boolean hasState() {
    return paged().stream().anyMatch(Kind::isState);
  }

  /** Layers of a group. */
  private int groupSize() {
    int least = paged().stream().mapToInt(Kind::layers).min().orElse(1);
    int most = paged().stream().mapToInt(Kind::layers).max().orElse(1);
    return most < least * (setup.version().isFrom(0, 26) ? 1.5 : 1.25) ? most : least;
  }

  private long groups() {
    return paged().stream().mapToLong(kind -> Math.ceilDiv(kind.layers(), groupSize())).sum();
  }

  private long pageBytes() {
    return hasState() && widest() == 0
        ? paged().stream().mapToLong(Kind::stateBytes).max().orElse(1)
        : Math.round(attentionBlock() * widest());
  }

  private double widest() {
    return paged().stream().mapToDouble(Kind::tokenBytes).max().orElse(0);
  }

  private long blockOf(Kind kind) {
    return Math.round(attentionBlock() * widest() / kind.tokenBytes());
  }

  /** Tokens of a page of the widest kind. */
  private long attentionBlock() {
    long state = paged().stream().mapToLong(Kind::stateBytes).max().orElse(0);
    if (state == 0 || widest() == 0) {
      return block();
    }
    long least = (long) Math.ceil(state / widest() / ALIGNMENT) * ALIGNMENT;
    return Math.max(least, 16);
  }

  private long block() {
    long usual = setup.engine() == EngineKind.VLLM ? 16 : 1;
    return Math.max(1, setup.blockSize().orElse(usual));
  }
}
