// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.SimulatorKnobs;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.observed.DurationText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Our simulator: a GPU engine's stand-in that behaves as vLLM would on the GPUs that it was placed
 * on. Weights and KV bytes are over all GPUs of the engine, which divides them by its GPUs.
 */
final class SimulatorEngine implements EngineAdapter {
  /** It stands in for either. */
  private static final Set<String> QUANTIZATIONS =
      Stream.of(VllmEngine.QUANTIZATIONS, SglangEngine.QUANTIZATIONS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public MemoryStyle memory() {
    return MemoryStyle.POOL;
  }

  @Override
  public EngineSize size() {
    return new EngineSize(EngineKind.VLLM, VllmEngine.VERSION);
  }

  @Override
  public Home home() {
    return Home.SIMULATED_GPU;
  }

  @Override
  public Map<String, String> reserved() {
    Map<String, String> flags = new TreeMap<>(Reserved.merged(Reserved.COMMON, Reserved.VLLM));
    for (String name : List.of("gpu", "gpu-memory-bytes", "weights-bytes", "kv-bytes-per-token")) {
      flags.put("--sim-" + name, "the memory plan sets it; set spec.compute or models[].facts");
    }
    flags.put("--sim-load-time", "set spec.engine.simulator.loadTime");
    flags.put(
        "--sim-prefill-tokens-per-second", "set spec.engine.simulator.prefillTokensPerSecond");
    flags.put("--sim-decode-tokens-per-second", "set spec.engine.simulator.decodeTokensPerSecond");
    flags.put("--seed", "set spec.engine.simulator.seed");
    return flags;
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    return new Demands(spec).oneModel().quantizations(QUANTIZATIONS).list();
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CommandLine line = new CommandLine();
    line.listen("--host", "--port")
        .flag("--model", order.id().location())
        .flag("--served-model-name", order.servedName())
        .flag("--tensor-parallel-size", order.split().tensor());
    VllmEngine.sizes(line, order);
    List<String> names = VllmEngine.adapters(line, order);
    line.flag("--sim-gpu", order.gpuType())
        .flag("--sim-gpu-memory-bytes", order.deviceTotal().value());
    order
        .sized()
        .ifPresent(
            sized ->
                line.flag("--sim-weights-bytes", sized.weights().value() * order.split().devices())
                    .flag(
                        "--sim-kv-bytes-per-token",
                        sized.kvBytesPerToken() * order.split().devices()));
    knobs(line, order);
    return line.finish(
        new CommandLine.Program(
            Optional.of("simulator"),
            Optional.of("conduit/engine-simulator"),
            Probes.quick("/health"),
            8000,
            Optional.of(VllmEngine.METRICS)),
        order,
        names);
  }

  private static void knobs(CommandLine line, EngineOrder order) {
    SimulatorKnobs knobs = order.engine().simulator();
    Long seed = knobs == null ? null : knobs.seed();
    line.flag("--seed", seed == null ? 0 : seed);
    if (knobs == null) {
      return;
    }
    if (knobs.loadTime() != null) {
      line.flag("--sim-load-time", DurationText.parse(knobs.loadTime()));
    }
    if (knobs.prefillTokensPerSecond() != null) {
      line.flag("--sim-prefill-tokens-per-second", knobs.prefillTokensPerSecond());
    }
    if (knobs.decodeTokensPerSecond() != null) {
      line.flag("--sim-decode-tokens-per-second", knobs.decodeTokensPerSecond());
    }
  }
}
