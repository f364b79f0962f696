// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Anatomy;

/**
 * What a vLLM process takes beside weights and KV cache. Constants belong to engine, version,
 * architecture class and batch; none to a model.
 *
 * <p>Idea: the profile run's peak is the larger of two moments. In the forward pass a step of
 * {@code n} tokens holds four residual streams and three intermediate ones. In sampling, logits of
 * all sequences exist in several copies, sorted by top-k and top-p: on GPUs with large batches this
 * is what fills gibibytes, and why a model of 0.6B and one of 32B were seen to take the same 5.6
 * GiB (cases pl-05, pl-06: same vocabulary).
 *
 * @param model that is served
 * @param setup how
 */
record Overhead(Anatomy model, Setup setup) {
  /** Vocabulary of a model whose configuration does not say it: the middle of today's. */
  private static final int USUAL_VOCABULARY = 151_936;

  /**
   * Bytes per sequence and vocabulary entry. PyTorch's sort and softmax of 32-bit logits: 38.3 in
   * vLLM 0.9 to 0.15 (cases pl-04 to pl-07, lg-01: 4.76 GiB at 128,256 entries, 5.56 at 151,936).
   */
  private static final double SORTED = 38.3;

  /**
   * The same without a sort: FlashInfer's sampling, default on data centre GPUs in 0.11.0 and
   * 0.11.1, and the top-k kernel since 0.16 (cases pl-08, rh-28; rh-23, rh-36, rh-49). The first
   * engine sampled from as many copies (cases un-03, un-11, is-01).
   */
  private static final double UNSORTED = 16.5;

  /** Bytes of activations at the peak: of the profile run. */
  long activation() {
    long tokens = new Batch(setup).tokens();
    double residual = 2.0 * tokens * model.hidden();
    double inner = 2.0 * tokens * model.widest() / (model.sparse() ? 1 : setup.tensor());
    double forward = 4 * residual + 3 * inner;
    double sampling = residual + samplingBytes() * setup.sequences() * vocabulary();
    return Math.round(setup.isFirstVllm() ? forward + sampling : Math.max(forward, sampling))
        + linearAttention();
  }

  private double vocabulary() {
    return model.vocabulary() > 0 ? model.vocabulary() : USUAL_VOCABULARY;
  }

  private double samplingBytes() {
    EngineVersion version = setup.version();
    boolean flashInfer =
        !version.isBefore(0, 11, 0)
            && version.isBefore(0, 11, 2)
            && version.isKnown()
            && setup.gpu().isHopperOrLater();
    boolean kernel = version.isFrom(0, 16);
    return setup.isFirstVllm() || flashInfer || kernel ? UNSORTED : SORTED;
  }

  /** Chunked delta rule: workspaces of 0.8 GiB (cases ix-14, rh-24, rh-26, lg-47, lg-48). */
  private long linearAttention() {
    boolean delta =
        model.architecture().startsWith("Qwen3Next")
            || model.architecture().startsWith("Qwen3_5")
            || model.architecture().startsWith("KimiLinear");
    return delta ? gib(0.8) : 0;
  }

  /**
   * Bytes outside of PyTorch: context, NCCL, communication buffers. 0.07 to 0.14 GiB on one GPU
   * (cases pl-04, lg-01, ix-15), 0.55 on two (pl-07), 1.1 on eight; 2.1 on four and more since
   * 0.16, which adds all-reduce workspaces (rh-01, rh-05, rh-27, rh-47). Before 0.7 1.8 on one
   * (is-01) and twice on two (is-02). ROCm adds 0.5, and 1.5 with eight (rh-03, rh-04, rh-18).
   * Where processor and GPU share memory, what the system takes counts too: 1.5 (lg-45, lg-51), and
   * 12 when several such machines are joined (is-15, is-16: one model only).
   */
  long runtime() {
    int devices = setup.tensor();
    double base = devices == 1 ? 0.13 : devices == 2 ? 0.55 : devices <= 4 ? 0.75 : 1.1;
    if (setup.version().isFrom(0, 16) && devices > 1) {
      base = devices == 2 ? 1.5 : 2.1;
    }
    if (setup.isFirstVllm() && devices > 2) {
      base = 2.1;
    }
    double rocm = setup.gpu().isAmd() ? (devices >= 8 ? 1.5 : 0.5) : 0;
    double shared = setup.gpu().isUnified() ? (devices > 1 ? 12 : 1.5) : 0;
    return gib(base + rocm + shared + microservice());
  }

  /**
   * NVIDIA's microservice holds this beyond what vLLM says: 0.8 in 1.x (ix-22 to ix-27), 1.4 to 2.2
   * in 2.x (ix-28 to ix-31).
   */
  private double microservice() {
    String text = setup.version().text();
    return text.contains("NIM 1.") ? 0.8 : text.contains("NIM ") ? 1.8 : 0;
  }

  /**
   * CUDA graphs inside the budget: since 0.21 an estimate of them is taken out of it (log line
   * "CUDA graph memory profiling is enabled"). 0.1 to 0.85 GiB (cases lg-02, lg-47, lg-51); with
   * experts on shared memory 2.5 a device (lg-49, is-15).
   */
  long graphs() {
    boolean counted = setup.version().isKnown() && setup.version().isFrom(0, 21);
    double each = model.sparse() && setup.gpu().isUnified() ? 2.5 * setup.tensor() : 0.3;
    return counted && !setup.tuning().eager() ? gib(each) : 0;
  }

  /**
   * States of recurrent layers where they stand outside of the KV pages: in the first engine, and
   * before 0.10 of the second, one for each sequence.
   */
  long states(KvPool pool) {
    boolean outside =
        setup.isFirstVllm() || (setup.version().isKnown() && setup.version().isBefore(0, 10, 0));
    return outside ? pool.statePerSequence() * setup.sequences() : 0;
  }

  /**
   * By how much activation, runtime and graphs may be off together: a quarter and 0.3 GiB. Where
   * memory is shared, what other programs hold counts too: 6 % of it (is-15, lg-25).
   */
  long uncertainty() {
    double others = setup.gpu().isUnified() ? 0.06 * setup.gpu().total().value() : 0;
    return Math.round(0.25 * (activation() + runtime() + graphs()) + others) + gib(0.3);
  }

  private static long gib(double gib) {
    return Math.round(gib * (1L << 30));
  }
}
