// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.Estimate;
import dev.conduit.operator.core.estimate.Estimator;
import dev.conduit.operator.core.estimate.KvPool;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.estimate.SglangShare;

/**
 * Says how a model fills a device, so that it fits however the estimate's uncertainty turns out.
 *
 * <p>Idea: the {@link Estimator} is asked with its uncertainty as a part of the budget; the KV
 * cache is what is then left, and must hold one sequence of full length. A context that the user
 * did not name is shortened to what it holds. Cost: an estimate, and one for each halving of the
 * range of contexts.
 *
 * @param ask what shall be served
 * @param split over devices
 * @param device one of them
 */
public record MemoryFit(Ask ask, Parallelism split, Accelerator device) {
  /** Below this a shortened context is not worth saving a device. */
  private static final int LEAST_CONTEXT = 8192;

  /** Contexts are shortened to multiples of this. */
  private static final int STEP = 1024;

  /** A machine's memory is shared with everything else on it. */
  private static final double SHARE_OF_PROCESSORS = 0.9;

  /** An engine that takes {@code share} of each device, KV cache included. */
  public Fit pool(double share) {
    if (!device.isSized()) { // a type whose memory neither a table nor a label tells
      long weights = ask.model().weights().value();
      return new Fit.TooLarge(new Bytes(Math.ceilDiv(weights, (long) split.devices())), Bytes.ZERO);
    }
    Setup wished = setup(share, ask.contextTokens());
    Estimate whole = Estimator.cautious(ask.model().loaded(), wished);
    return switch (whole.verdict()) {
      case Estimate.Verdict.Fits _ -> fits(whole, share, ask.contextTokens());
      case Estimate.Verdict.Refused(long shortfall, _) -> shortened(share, shortfall);
      case Estimate.Verdict.Unknown(String why) -> throw new IllegalStateException(why);
    };
  }

  /**
   * A pooling engine that shares its devices: its KV cache holds {@code concurrency} sequences of
   * full length, or as many as its share allows.
   */
  public Fit packed(double share) {
    return switch (pool(share)) {
      case Fit.TooLarge large -> large;
      case Fit.Fits(Breakdown whole, Bytes most, _) -> {
        KvPool pool = pool(share, whole.contextTokens());
        long kv = Math.min(whole.kvCache().value(), pool.needed() * ask.concurrency());
        Breakdown part = withKv(whole, kv, pool.tokens(kv));
        Bytes charge = most.minusOrZero(new Bytes(whole.kvCache().value() - kv));
        yield new Fit.Fits(part, charge, charge.value() / (double) device.total().value());
      }
    };
  }

  /** An engine that allocates weights, and a KV cache for every slot in full. */
  public Fit exact() {
    double share = device.isProcessor() ? SHARE_OF_PROCESSORS : 1;
    Bytes usable = new Bytes((long) Math.floor(device.total().value() * share));
    int context = ask.contextTokens();
    Breakdown whole = allocated(context);
    while (!ask.contextFixed() && context > LEAST_CONTEXT && whole.total().compareTo(usable) > 0) {
      context /= 2;
      whole = allocated(context);
    }
    Bytes total = whole.total();
    return total.compareTo(usable) <= 0
        ? new Fit.Fits(whole, total, total.value() / (double) device.total().value())
        : new Fit.TooLarge(total, usable);
  }

  /** Bytes of KV cache that one more token takes on each device. */
  public long kvBytesPerToken() {
    Setup setup = ask.setup(split, device, ask.contextTokens());
    return Math.max(1, Math.round(new KvPool(ask.model().anatomy(), setup).bytesPerToken()));
  }

  private Fit shortened(double share, long shortfall) {
    long usable = (long) Math.floor(device.total().value() * share);
    int low = Math.min(LEAST_CONTEXT, ask.contextTokens());
    if (ask.contextFixed() || low >= ask.contextTokens() || !holds(share, low)) {
      return new Fit.TooLarge(new Bytes(usable + shortfall), new Bytes(usable));
    }
    // The longest that fits is at least low and less than high.
    int high = ask.contextTokens();
    while (high - low > STEP) {
      int middle = (low + high) / 2 / STEP * STEP;
      middle = middle <= low ? low + STEP : middle;
      if (holds(share, middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return fits(Estimator.cautious(ask.model().loaded(), setup(share, low)), share, low);
  }

  private boolean holds(double share, int context) {
    return Estimator.cautious(ask.model().loaded(), setup(share, context)).verdict()
        instanceof Estimate.Verdict.Fits;
  }

  private Fit fits(Estimate estimate, double share, int context) {
    Bytes charge = new Bytes((long) Math.floor(device.total().value() * share));
    Breakdown parts =
        new Breakdown(
            new Bytes(estimate.part("weights")),
            new Bytes(estimate.kv().orElse(0)),
            new Bytes(estimate.part("activation") + beside(share)),
            new Bytes(estimate.part("graphs")),
            new Bytes(estimate.part("runtime") + estimate.part("states")),
            new Bytes(estimate.part("margin")),
            estimate.kvTokens().orElse(0),
            context,
            ask.model().origin());
    return new Fit.Fits(parts, charge, share);
  }

  private Setup setup(double share, long context) {
    long total = device.total().value();
    double engines = total == 0 ? share : share - beside(share) / (double) total;
    return ask.setup(split, device, context).withUtilization(engines);
  }

  /**
   * Bytes of the share that SGLang leaves to activations, graphs and runtime: its own share is of
   * weights and KV cache alone.
   */
  private long beside(double share) {
    if (ask.engine() != EngineKind.SGLANG) {
      return 0;
    }
    Setup usual = ask.setup(split, device, ask.contextTokens());
    long reserved = Math.round(device.total().value() * (1 - SglangShare.of(usual)));
    return Math.min(reserved, (long) (device.total().value() * share));
  }

  private KvPool pool(double share, int context) {
    return new KvPool(ask.model().anatomy(), setup(share, context));
  }

  /** The fullest device of those that layers are divided over; every one has its own buffers. */
  private Breakdown allocated(int context) {
    Setup slot = ask.setup(Parallelism.NONE, device, context);
    Estimate whole = Estimator.estimate(ask.model().loaded(), slot);
    // Buffers serve all slots at once; windows are kept by each.
    Setup slots = slot.withMaxModelLen((long) context * ask.concurrency());
    long buffers = Estimator.estimate(ask.model().loaded(), slots).part("activation");
    int layers = ask.model().layers();
    double part = Math.ceilDiv(layers, split.devices()) / (double) layers;
    long tokens = (long) context * ask.concurrency();
    return new Breakdown(
        scaled(whole.weights().orElse(0), part),
        scaled(whole.kv().orElse(0) * ask.concurrency(), part),
        new Bytes(buffers),
        Bytes.ZERO,
        new Bytes(whole.part("runtime")),
        scaled(
            whole.uncertainty()
                + Math.round(whole.weights().orElse(0) * ask.model().storage().uncertainty()),
            part),
        tokens,
        context,
        ask.model().origin());
  }

  private static Bytes scaled(long bytes, double part) {
    return new Bytes((long) Math.ceil(bytes * part));
  }

  private static Breakdown withKv(Breakdown whole, long kv, long tokens) {
    return new Breakdown(
        whole.weights(),
        new Bytes(kv),
        whole.activation(),
        whole.graphs(),
        whole.runtime(),
        whole.margin(),
        tokens,
        whole.contextTokens(),
        whole.origin());
  }
}
