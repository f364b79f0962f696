// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import java.util.List;

/**
 * vLLM's groups of layers, each with a table of pages, all pages of one size.
 *
 * <p>Idea: layers that take slots for the same tokens are one group. Otherwise all pages get the
 * widest kind's size (narrower kinds longer blocks where that divides, padding where not), and
 * groups get equally many layers: as many as the rarest kind has, or the most frequent where that
 * is less than half more. A recurrent state forces the block so long that an attention page holds
 * it. Source: vLLM's {@code v1/core/kv_cache_utils.py} ({@code get_kv_cache_groups}, {@code
 * unify_kv_cache_spec_page_size}) and {@code Platform._align_hybrid_block_size}; cases ix-13 (7
 * groups of 10), ix-14 (block 544), lg-47 (block 800). Cost: O(kinds).
 *
 * @param kinds of layers, at least one
 * @param setup how the engine is started
 * @param asked block that was asked for, or the engine's default
 */
record PageGroups(List<LayerSet> kinds, Setup setup, long asked) {
  /** Latents beside states: kernels want whole blocks of this. */
  private static final int LATENT_ALIGNMENT = 128;

  /** Pages in {@code bytes}. */
  long pages(long bytes) {
    return bytes / pageBytes();
  }

  /** Bytes that one page takes in all layers of a group. */
  long pageBytes() {
    if (isUniform()) {
      double sum = kinds.stream().mapToDouble(kind -> pageOf(kind) * kind.layers()).sum();
      return Math.round(sum);
    }
    return Math.round(widestPage() * groupSize());
  }

  /** Pages that a sequence of so many tokens holds at most, over all groups. */
  long pagesPerSequence(long length) {
    if (isUniform()) {
      return pagesOf(kinds.getFirst(), length);
    }
    long pages = 0;
    for (LayerSet kind : kinds) {
      pages += Math.ceilDiv(kind.layers(), groupSize()) * pagesOf(kind, length);
    }
    return pages;
  }

  /** What was printed before 0.22: pages of one group times its block. */
  long printed(long bytes, long maxModelLen) {
    boolean state = kinds.stream().anyMatch(LayerSet::isState);
    long groups =
        isUniform()
            ? 1
            : kinds.stream().mapToLong(kind -> Math.ceilDiv(kind.layers(), groupSize())).sum();
    return pages(bytes) / groups * (state ? Math.min(block(), maxModelLen) : block());
  }

  private boolean isUniform() {
    return kinds.stream().allMatch(kind -> kind.isUniformWith(kinds.getFirst()));
  }

  /** Layers of a group. */
  private int groupSize() {
    int least = kinds.stream().mapToInt(LayerSet::layers).min().orElse(1);
    int most = kinds.stream().mapToInt(LayerSet::layers).max().orElse(1);
    return most < least * (setup.version().isFrom(0, 26) ? 1.5 : 1.25) ? most : least;
  }

  private double widestPage() {
    return kinds.stream().mapToDouble(this::pageOf).max().orElse(1);
  }

  private double pageOf(LayerSet kind) {
    return kind.isState()
        ? Math.max((double) kind.stateBytes(), block() * widest())
        : ownBlock(kind) * kind.tokenBytes();
  }

  private double widest() {
    return kinds.stream().mapToDouble(LayerSet::tokenBytes).max().orElse(0);
  }

  private long pagesOf(LayerSet kind, long length) {
    if (kind.isState()) {
      return states(kind);
    }
    long block = blockOf(kind);
    if (kind.window() == 0) {
      return Math.ceilDiv(length, block);
    }
    long step = new Batch(setup).inFlight();
    if (kind.chunked()) {
      return Math.ceilDiv(Math.min(kind.window() + step, length), block);
    }
    // A window, the step's own tokens, and a block that begins in the middle.
    return Math.ceilDiv(Math.min(kind.window() - 1 + step, length), block) + 1;
  }

  /**
   * States of a sequence: the running one, and since prefixes of hybrid models are cached the one
   * of the last whole block, and for Mamba 2 one within a prompt. Models without attention have no
   * cached prefixes. Source: {@code MambaSpec.max_memory_usage_bytes} of 0.32.
   */
  private long states(LayerSet kind) {
    long running = 1L + setup.tuning().draftTokens();
    if (widest() == 0 || !setup.version().isFrom(0, 32)) {
      return running;
    }
    return running + 1 + (kind.scanned() ? 1 : 0);
  }

  private long blockOf(LayerSet kind) {
    double ratio = widestPage() / pageOf(kind);
    boolean divides = Math.abs(ratio - Math.rint(ratio)) < 1e-9;
    // Latents cannot be padded; such a model is one group in vLLM, or none at all.
    return divides || !pads() ? Math.round(ownBlock(kind) * ratio) : ownBlock(kind);
  }

  /** Windowed layers take what their kernel reads at once, whatever was asked for the others. */
  private long ownBlock(LayerSet kind) {
    boolean own = kind.window() > 0 && !kind.chunked() && setup.version().isFrom(0, 32);
    return own ? Math.max(kernel(), block() / kernel() * kernel()) : block();
  }

  /** Before, kinds whose pages do not divide were not started at all. */
  private boolean pads() {
    return setup.version().isFrom(0, 32) || !setup.version().isKnown();
  }

  /** Tokens of a page of the widest kind. */
  private long block() {
    long state = kinds.stream().mapToLong(LayerSet::stateBytes).max().orElse(0);
    if (state == 0 || widest() == 0) {
      return asked;
    }
    long alignment = alignment();
    long least = (long) Math.ceil(state / widest() / alignment) * alignment;
    return Math.ceilDiv(least, kernel()) * kernel();
  }

  /** Tokens that attention kernels want a multiple of; uneven ones are the GPU's everywhere. */
  private long kernel() {
    boolean uneven = kinds.stream().anyMatch(LayerSet::uneven);
    return setup.gpu().isProcessor() && !uneven ? 32 : 16;
  }

  private long alignment() {
    boolean latent = kinds.stream().anyMatch(LayerSet::latent);
    boolean current = setup.version().isFrom(0, 32);
    long least = Math.max(kernel(), current && latent ? LATENT_ALIGNMENT : 0);
    return setup.blockSize().isPresent() || setup.gpu().isProcessor()
        ? Math.max(least, asked)
        : least;
  }
}
