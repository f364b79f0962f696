// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.estimate.Estimate.Part;
import dev.conduit.operator.core.estimate.Estimate.Verdict;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.facts.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * llama.cpp allocates what its context needs. Weights are the file's tensors; the token embedding
 * stays on the host unless it is the output too. KV cells are the context's, in windowed layers
 * only the window's and a batch's. Source: {@code llama_kv_cache_unified_iswa}; cases lc-01 to
 * lc-09.
 *
 * @param model what is served
 * @param storage of its weights, when the file's size is not known
 * @param setup how
 */
record LlamaCpp(Anatomy model, Storage storage, Setup setup) {
  /** Embeddings of a quantised file have 4.5 to 8.5 bits. */
  private static final double EMBEDDING = 0.75;

  /** Context of the driver, or the process beside its buffers. */
  private static final long RUNTIME = 300L << 20;

  private static final int BATCH = 512;
  private static final long CELLS = 256;

  Estimate estimate() {
    long kv = kv();
    long weights = weights();
    long compute = new LlamaBuffers(model, setup, context()).compute();
    long sum = weights + kv + compute + RUNTIME;
    long total = setup.gpu().total().value() * setup.devices();
    Verdict verdict =
        total == 0
            ? new Verdict.Unknown("the GPU's memory is not known")
            : sum <= total
                ? new Verdict.Fits(total - sum)
                : new Verdict.Refused(sum - total, "weights, KV cache and buffers exceed the GPU");
    return new Estimate(
        weights > 0 ? OptionalLong.of(weights) : OptionalLong.empty(),
        OptionalLong.of(kv),
        OptionalLong.of(context()),
        Optional.of(new KvPool(model, setup).bytesPerToken()),
        List.of(
            new Part("weights", weights),
            new Part("activation", compute),
            new Part("runtime", RUNTIME),
            new Part("kv", kv)),
        OptionalLong.of(sum),
        Math.round(0.02 * weights) + compute / 4,
        verdict,
        List.of());
  }

  private long context() {
    return setup.maxModelLen().orElse(model.context());
  }

  private long weights() {
    Parameters p = model.parameters();
    double bytes = storage.dense();
    long file = setup.tuning().fileBytes().orElse(Math.round(p.total() * bytes));
    boolean tied = p.head() == 0;
    double each = bytes >= 1 ? bytes : EMBEDDING;
    long onHost = tied || setup.gpu().isProcessor() ? 0 : Math.round(p.embedding() * each);
    return Math.max(0, file - onHost);
  }

  private long kv() {
    KvPool pool = new KvPool(model, setup.withMaxModelLen(context()));
    // One fork keeps windowed layers in full.
    if (setup.version().text().contains("ik_")) {
      return Math.round(pool.bytesPerToken() * context());
    }
    double bytes = 0;
    long kept = new LlamaBuffers(model, setup, context()).cells();
    for (Memory memory : model.layers()) {
      if (memory instanceof Memory.Tokens tokens && tokens.window() > 0) {
        long cells = Math.ceilDiv(tokens.window() + BATCH, CELLS) * CELLS;
        double all = pool.bytesPerToken() / growing() * Math.min(cells, context());
        bytes += all;
      } else if (memory instanceof Memory.State state) {
        bytes += states(state);
      } else if (!(memory instanceof Memory.Nothing)) {
        bytes += pool.bytesPerToken() / growing() * kept;
      }
    }
    return Math.round(bytes);
  }

  /** Of each slot, in 32 bits. Source: {@code llama_memory_recurrent}. */
  private double states(Memory.State state) {
    double slots = setup.tuning().maxSequences().orElse(1);
    return slots * 4 * (state.convolution() * state.steps() + state.state());
  }

  private long growing() {
    return model.layers().stream()
        .filter(m -> m instanceof Memory.Tokens || m instanceof Memory.Latent)
        .count();
  }
}
