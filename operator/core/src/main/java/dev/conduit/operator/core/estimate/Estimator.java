// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.estimate.Estimate.Part;
import dev.conduit.operator.core.estimate.Estimate.Verdict;
import dev.conduit.operator.core.facts.Anatomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says what an engine will do with a device before it starts.
 *
 * <p>Idea: the budget is a share of the device; weights, activations, the runtime and graphs are
 * taken out of it, what is left is cut into KV pages, and must hold one sequence of full length.
 * Pure: the same model and setup give the same estimate. Cost: O(layers).
 */
public final class Estimator {
  private static final long GIB = 1L << 30;

  private Estimator() {}

  /** The estimate for one device. Never fails: what is not known is left empty and noted. */
  public static Estimate estimate(Loaded model, Setup setup) {
    Optional<Anatomy> anatomy = model.sized();
    if (anatomy.isEmpty()) {
      return withoutAnatomy(model, setup);
    }
    if (setup.engine() == EngineKind.LLAMACPP) {
      return new LlamaCpp(anatomy.get(), model.storage(), setup).estimate();
    }
    return pooled(anatomy.get(), model, setup, false);
  }

  /**
   * The estimate at the upper end of its uncertainty, which is a part {@code margin} of the budget:
   * what is said to fit then fits whatever the model's and engine's overhead turns out to be. What
   * TGI holds beside weights and KV cache, which its own share includes, is taken to be as vLLM's.
   *
   * @param model that is sized
   * @param setup of an engine that fills a share of its devices, whose memory is known
   */
  public static Estimate cautious(Loaded model, Setup setup) {
    Anatomy anatomy =
        model
            .sized()
            .filter(known -> model.isSized() && setup.gpu().isSized())
            .orElseThrow(() -> new IllegalArgumentException("neither may be without a size"));
    return pooled(anatomy, model, setup, true);
  }

  /** KV tokens alone, of a KV cache of {@code bytes}. */
  public static Estimate tokensOf(Anatomy anatomy, Setup setup, long bytes) {
    KvPool pool = new KvPool(anatomy, setup);
    long needed = pool.needed();
    Verdict verdict =
        bytes >= needed
            ? new Verdict.Fits(bytes - needed)
            : new Verdict.Refused(
                needed - bytes, "one sequence of full length needs more KV cache");
    return new Estimate(
        OptionalLong.empty(),
        OptionalLong.of(bytes),
        OptionalLong.of(pool.tokens(bytes)),
        Optional.of(pool.bytesPerToken()),
        List.of(new Part("kv", bytes)),
        OptionalLong.of(bytes),
        0,
        verdict,
        List.of());
  }

  private static Estimate withoutAnatomy(Loaded model, Setup setup) {
    if (!model.isSized()) {
      return Estimate.unknown("neither a configuration nor a parameter count is known");
    }
    long weights =
        Math.round(
            model.parameters()
                * Math.max(model.storage().dense(), model.storage().experts())
                / setup.devices());
    String note = "no configuration: weights are the declared parameters, nothing else is known";
    long budget = budget(setup);
    boolean tooLarge = setup.gpu().isSized() && weights > budget;
    return new Estimate(
        OptionalLong.of(weights),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        Math.round(0.2 * weights),
        tooLarge
            ? new Verdict.Refused(weights - budget, "the weights alone are larger than the budget")
            : new Verdict.Unknown(note),
        List.of(note));
  }

  private static Estimate pooled(Anatomy anatomy, Loaded model, Setup setup, boolean cautious) {
    WeightShare share = new WeightShare(anatomy, model.storage(), setup);
    KvPool pool = new KvPool(anatomy, setup);
    long lora = share.lora();
    long weights = share.bytes() + lora;
    if (!setup.gpu().isSized() || !model.isSized()) {
      return new Estimate(
          model.isSized() ? OptionalLong.of(weights) : OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.of(pool.bytesPerToken()),
          List.of(),
          OptionalLong.empty(),
          0,
          new Verdict.Unknown("the GPU's memory is not known"),
          List.of("the GPU's memory is not known: no KV cache is predicted"));
    }
    long budget = budget(setup);
    long uncertainty =
        new Overhead(anatomy, setup).uncertainty()
            + Math.round(model.storage().uncertainty() * weights);
    List<Part> parts = parts(anatomy, setup, pool, weights);
    if (cautious) {
      if (setup.engine() == EngineKind.TGI) {
        parts.addAll(overheads(anatomy, setup, pool));
      }
      parts.add(new Part("margin", uncertainty));
    }
    long left = budget - parts.stream().mapToLong(Part::bytes).sum();
    long kv = Math.max(0, left);
    List<Part> all = new ArrayList<>(parts);
    all.add(new Part("kv", left));
    return new Estimate(
        OptionalLong.of(weights),
        OptionalLong.of(kv),
        OptionalLong.of(pool.tokens(kv)),
        Optional.of(pool.bytesPerToken()),
        all,
        OptionalLong.of(budget),
        uncertainty,
        verdict(pool, setup, left),
        setup.version().isKnown() ? List.of() : List.of("the engine's version is not known"));
  }

  private static List<Part> parts(Anatomy anatomy, Setup setup, KvPool pool, long weights) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("weights", weights));
    if (setup.engine() == EngineKind.VLLM) {
      parts.addAll(overheads(anatomy, setup, pool));
    }
    if (setup.tuning().usedByOthers() > 0) {
      parts.add(new Part("others", setup.tuning().usedByOthers()));
    }
    return parts;
  }

  private static List<Part> overheads(Anatomy anatomy, Setup setup, KvPool pool) {
    Overhead overhead = new Overhead(anatomy, setup);
    return List.of(
        new Part("activation", overhead.activation()),
        new Part("runtime", overhead.runtime()),
        new Part("graphs", overhead.graphs()),
        new Part("states", overhead.states(pool)));
  }

  private static long budget(Setup setup) {
    long total = setup.gpu().total().value();
    double share = setup.engine() == EngineKind.SGLANG ? SglangShare.of(setup) : setup.share();
    return (long) Math.floor(total * share);
  }

  private static Verdict verdict(KvPool pool, Setup setup, long left) {
    long needed = pool.needed();
    if (left <= 0) {
      return new Verdict.Refused(
          needed - left, "weights and runtime leave nothing for the KV cache");
    }
    if (left < needed) {
      return new Verdict.Refused(
          needed - left, "the KV cache cannot hold one sequence of full length");
    }
    boolean states = pool.statePerSequence() > 0 && pool.grouped();
    long pages = pool.pages(left);
    if (states && pages < setup.sequences()) {
      return new Verdict.Refused(
          GIB / 10, "max_num_seqs %d exceeds %d state pages".formatted(setup.sequences(), pages));
    }
    return new Verdict.Fits(left - needed);
  }
}
