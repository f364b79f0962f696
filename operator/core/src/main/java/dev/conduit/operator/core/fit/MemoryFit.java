// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.ModelShape;

/**
 * Says how a model fills a device.
 *
 * <p>Idea: {@code usable = total × share}; weights divide by the devices; activations and runtime
 * are constants per engine family, for measured engines show that they follow batch limits and GPU
 * class, not the model's size; what is left is KV cache and must hold at least one sequence of full
 * length. Constants: 200 measured cases of vLLM 0.10 to 0.26 (activation 4.8 to 5.6 GiB dense and
 * 7.4 GiB with experts on GPUs of 70 GiB and more, 0.4 to 1.5 GiB on smaller ones; non-torch 0.02
 * to 0.26 GiB on one GPU, 0.55 on two, 0.9 to 2.1 on eight). Cost: O(1).
 */
public final class MemoryFit {
  /** Share of a GPU that vLLM takes by default since 0.22. */
  public static final double POOL_SHARE = 0.92;

  /** Below this a shortened context is not worth saving a device. */
  private static final int LEAST_CONTEXT = 8192;

  private static final int BLOCK = 16;
  private static final Bytes LARGE_GPU = Bytes.ofGib(70);

  private MemoryFit() {}

  /**
   * An engine that takes {@code share} of each device of {@code total} bytes, KV cache included.
   */
  public static Fit pool(Ask ask, Parallelism split, Bytes total, double share) {
    Bytes usable = new Bytes((long) Math.floor(total.value() * share));
    Fixed fixed = fixed(ask.shape(), split, total);
    long left = usable.value() - fixed.sum().value();
    long perToken = Math.max(1, ask.kvBytesPerToken(split));
    long tokens = Math.max(0, left) / (BLOCK * perToken) * BLOCK;
    int context = contextFor(ask, tokens);
    if (context == 0) {
      Bytes sequence = new Bytes(perToken * ask.contextTokens());
      return new Fit.TooLarge(fixed.sum().plus(sequence), usable);
    }
    Bytes kv = new Bytes(tokens * perToken);
    return new Fit.Fits(fixed.with(kv, tokens, context), usable, share);
  }

  /**
   * A pooling engine that shares its devices: its KV cache holds {@code concurrency} sequences of
   * full length, or as many as the share of {@link #POOL_SHARE} allows.
   */
  public static Fit packed(Ask ask, Parallelism split, Bytes total) {
    return switch (pool(ask, split, total, POOL_SHARE)) {
      case Fit.TooLarge large -> large;
      case Fit.Fits(Breakdown whole, Bytes most, double share) -> {
        long perToken = Math.max(1, ask.kvBytesPerToken(split));
        long wished = (long) whole.contextTokens() * ask.concurrency();
        long tokens = Math.min(whole.kvTokens(), Math.ceilDiv(wished, (long) BLOCK) * BLOCK);
        Bytes freed = new Bytes((whole.kvTokens() - tokens) * perToken);
        Breakdown part =
            fixed(ask.shape(), split, total)
                .with(new Bytes(tokens * perToken), tokens, whole.contextTokens());
        Bytes charge = most.minusOrZero(freed);
        yield new Fit.Fits(part, charge, Math.min(share, charge.value() / (double) total.value()));
      }
    };
  }

  /** An engine that allocates weights, and a KV cache for every slot in full. */
  public static Fit exact(Ask ask, Parallelism split, Bytes total, boolean gpu) {
    Bytes usable = new Bytes(total.value() / 10 * 9);
    Fixed fixed = fixedExact(ask.shape(), split, gpu);
    long perToken = Math.max(1, ask.kvBytesPerToken(split));
    int context = ask.contextTokens();
    while (!ask.contextFixed()
        && context > LEAST_CONTEXT
        && !holds(fixed, usable, perToken, context, ask)) {
      context /= 2;
    }
    Bytes kv = new Bytes(perToken * context * ask.concurrency());
    Breakdown whole = fixed.with(kv, (long) context * ask.concurrency(), context);
    return whole.total().compareTo(usable) <= 0
        ? new Fit.Fits(whole, whole.total(), whole.total().value() / (double) total.value())
        : new Fit.TooLarge(whole.total(), usable);
  }

  private static boolean holds(Fixed fixed, Bytes usable, long perToken, int context, Ask ask) {
    Bytes kv = new Bytes(perToken * context * ask.concurrency());
    return fixed.sum().plus(kv).compareTo(usable) <= 0;
  }

  /** The planned context, or zero when not even a shortened one fits. */
  private static int contextFor(Ask ask, long tokens) {
    if (tokens >= ask.contextTokens()) {
      return ask.contextTokens();
    }
    boolean mayShorten =
        !ask.contextFixed() && tokens >= Math.min(LEAST_CONTEXT, ask.contextTokens());
    return mayShorten ? (int) (tokens / 1024 * 1024) : 0;
  }

  private static Fixed fixed(ModelShape shape, Parallelism split, Bytes total) {
    boolean large = total.compareTo(LARGE_GPU) >= 0;
    double dense = large ? 5.6 : 1.5;
    double experts = large ? 7.4 : 2.0;
    double runtime =
        switch (split.tensor()) {
          case 1 -> 0.25;
          case 2 -> 0.6;
          case 4 -> 1.0;
          default -> 2.0;
        };
    Bytes weights = share(shape.weights(), split);
    return new Fixed(
        weights,
        Bytes.ofGib(shape.mixtureOfExperts() ? experts : dense),
        Bytes.ofGib(runtime),
        margin(weights, shape, split));
  }

  private static Fixed fixedExact(ModelShape shape, Parallelism split, boolean gpu) {
    Bytes weights = share(shape.weights(), split);
    // llama.cpp: 271 to 637 MiB of compute buffer per GPU at the default batch of 512.
    Bytes compute = Bytes.ofMib(gpu ? 640 : 160);
    Bytes runtime = Bytes.ofMib(gpu ? 512 : 320);
    return new Fixed(weights, compute, runtime, margin(weights, shape, split));
  }

  private static Bytes share(Bytes weights, Parallelism split) {
    return new Bytes(Math.ceilDiv(weights.value(), (long) split.devices()));
  }

  /** Norms, routers and vision towers are copied, not split: 1 % more for each doubling. */
  private static Bytes margin(Bytes weights, ModelShape shape, Parallelism split) {
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(split.tensor() - 1);
    double share = shape.origin().uncertainty() + 0.01 * doublings;
    return new Bytes(Math.round(weights.value() * share));
  }

  /** What does not depend on the KV cache. */
  private record Fixed(Bytes weights, Bytes activation, Bytes runtime, Bytes margin) {
    Bytes sum() {
      return weights.plus(activation).plus(runtime).plus(margin);
    }

    Breakdown with(Bytes kv, long tokens, int context) {
      return new Breakdown(weights, kv, activation, runtime, margin, tokens, context);
    }
  }
}
