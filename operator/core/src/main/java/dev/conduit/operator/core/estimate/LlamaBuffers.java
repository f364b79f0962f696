// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Anatomy;
import java.util.Locale;

/**
 * What llama.cpp's graph of a step needs beside weights and KV cache.
 *
 * <p>Idea: buffers are reused, so the largest of three moments counts: attention (the mask of all
 * cells, and their scores for each head unless attention is fused), the feed-forward beside the
 * mask, and the logits of a whole step. Source: {@code llama_context::graph_reserve}; held against
 * its log lines by {@code make bench-fit-engines}. Cost: O(1).
 *
 * @param model that is served
 * @param setup how; {@code batchedTokens} is its {@code --ubatch-size}
 * @param context tokens of all slots
 */
record LlamaBuffers(Anatomy model, Setup setup, long context) {
  private static final long STEP = 512;

  /** Vocabulary of a model whose configuration does not say it. */
  private static final int USUAL_VOCABULARY = 151_936;

  /** Cells come in multiples of this: of the fused kernel, of the other. */
  private static final int FUSED_CELLS = 256;

  private static final int PLAIN_CELLS = 32;

  /** Cells of a layer that keeps all tokens. */
  long cells() {
    int unit = isFused() ? FUSED_CELLS : PLAIN_CELLS;
    return Math.ceilDiv(context, unit) * unit;
  }

  long compute() {
    long step = setup.tuning().batchedTokens().orElse(STEP);
    long stream = 4 * step * model.hidden();
    // Fused kernels read a narrow mask: for a moment both are there, then only that one.
    long kept = (isFused() ? 2 : 4) * cells() * step;
    long mask = (isFused() ? 6 : 4) * cells() * step;
    long scores = isFused() ? 0 : 4 * cells() * step * model.heads();
    long vocabulary = model.vocabulary() > 0 ? model.vocabulary() : USUAL_VOCABULARY;
    long attention = mask + scores + 4 * stream;
    long forward = kept + 8 * step * model.widest() + 2 * stream;
    long logits = 4 * step * vocabulary + 2 * stream;
    return Math.max(attention, Math.max(forward, logits));
  }

  /** By default on GPUs; narrow types of the cache cannot be read otherwise. */
  private boolean isFused() {
    String type = setup.kvType().toLowerCase(Locale.ROOT);
    return !setup.gpu().isProcessor() || type.matches("i?q[458].*");
  }
}
