// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.EngineVersion;
import dev.conduit.operator.core.estimate.Estimate;
import dev.conduit.operator.core.estimate.Estimator;
import dev.conduit.operator.core.estimate.Loaded;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.AnatomyReader;
import dev.conduit.operator.core.facts.ConfigFields;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Turns what is known of a case into an estimate. It is given {@link FitCase#known()} and nothing
 * else, so no measured figure can get into a prediction.
 */
public final class CaseReading {
  private static final long GIB = 1L << 30;

  private final ModelConfigs configs;
  private final boolean readNotes;

  /**
   * @param readNotes whether flags that only a case's notes name are used
   */
  public CaseReading(ModelConfigs configs, boolean readNotes) {
    this.configs = configs;
    this.readNotes = readNotes;
  }

  /**
   * @param estimate of the case
   * @param anatomy of its model, if its configuration was found and understood
   * @param setup of its engine; empty when the engine is not known
   * @param loaded the model as it is loaded; empty when it was not needed
   * @param remark why there is no anatomy; empty when there is
   */
  public record Reading(
      Estimate estimate,
      Optional<Anatomy> anatomy,
      Optional<Setup> setup,
      Optional<Loaded> loaded,
      String remark) {}

  /** What is predicted of a case. */
  public Reading read(ConfigFields known) {
    Optional<ConfigFields> config =
        known.object("config").or(() -> configs.find(known.text("", "model")));
    Optional<Anatomy> anatomy = Optional.empty();
    String remark = config.isPresent() ? "" : "no configuration of " + known.text("", "model");
    if (config.isPresent()) {
      switch (AnatomyReader.read(config.get())) {
        case Anatomy.Reading.Known(Anatomy read) -> anatomy = Optional.of(read);
        case Anatomy.Reading.Unknown(var problem) -> remark = problem.toString();
      }
    }
    Optional<EngineKind> engine = EngineKind.named(known.text("vllm", "engine"));
    if (engine.isEmpty()) {
      String why = "engine %s is not known".formatted(known.text("", "engine"));
      return new Reading(
          Estimator.estimate(unsized(), setup(known, EngineKind.TGI)),
          anatomy,
          Optional.empty(),
          Optional.empty(),
          why);
    }
    Setup setup = setup(known, engine.get());
    if (setup.version().text().contains("ktransformers")) {
      String why = "ktransformers keeps experts on the processor, which is not modelled";
      return new Reading(
          Estimator.estimate(unsized(), setup), anatomy, Optional.of(setup), Optional.empty(), why);
    }
    if (known.has("kv_space_gib") && anatomy.isPresent()) {
      long bytes = (long) (known.decimal("kv_space_gib").orElse(0.0) * GIB);
      return new Reading(
          Estimator.tokensOf(anatomy.get(), setup, bytes),
          anatomy,
          Optional.of(setup),
          Optional.empty(),
          remark);
    }
    Loaded loaded = new KnownModel(known, config, anatomy).loaded();
    return new Reading(
        Estimator.estimate(loaded, setup),
        anatomy,
        Optional.of(setup),
        Optional.of(loaded),
        remark);
  }

  private static Loaded unsized() {
    return new Loaded(Optional.empty(), 0, false, Storage.of("", false));
  }

  private Setup setup(ConfigFields known, EngineKind engine) {
    // A KV space without an engine is that of the current one, without a GPU on a processor.
    String current = known.has("kv_space_gib") ? "0.32.0" : "";
    boolean processor = known.has("kv_space_gib") && !known.has("gpu");
    return new Setup(
        engine,
        EngineVersion.parse(known.text(current, "engine_version")),
        processor ? new Accelerator("CPU", Bytes.ZERO) : GpuNames.of(known),
        (int) known.number(1, "tp", "tensor_parallel_size"),
        (int) known.number(1, "pp", "pipeline_parallel_size"),
        known.number("max_model_len").map(OptionalLong::of).orElse(OptionalLong.empty()),
        known
            .decimal("gpu_memory_utilization")
            .or(() -> known.decimal("mem_fraction_static"))
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        known.text("auto", "kv_dtype", "kv_cache_dtype"),
        known.number("block_size").map(OptionalLong::of).orElse(OptionalLong.empty()),
        new NotedFlags(known, readNotes).tuning());
  }
}
