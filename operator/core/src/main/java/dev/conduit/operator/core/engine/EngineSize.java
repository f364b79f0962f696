// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.EngineVersion;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.observed.Given;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an engine's memory depends on, as its block says it.
 *
 * @param kind whose memory is estimated; the simulator's is vLLM's, the embedded engine's
 *     llama.cpp's
 * @param tested version of it that runs when a block names none
 */
public record EngineSize(EngineKind kind, String tested) {
  /** Adapters have this rank where none is given. Source: vLLM's {@code LoRAConfig}. */
  private static final long USUAL_RANK = 16;

  /** TGI prefills so many tokens at once. Source: its {@code max_batch_prefill_tokens}. */
  private static final long TGI_PREFILL = 4096;

  /** The version field, else the image's tag where it has a version, else the tested one. */
  public EngineVersion version(Engine engine) {
    if (engine.version() != null) {
      return EngineVersion.parse(engine.version());
    }
    String image = Given.or(engine.image(), "");
    int tag = image.lastIndexOf(':');
    if (tag > image.lastIndexOf('/')) {
      String prefix = image.contains("/nim/") ? "NIM " : "";
      EngineVersion version = EngineVersion.parse(prefix + image.substring(tag + 1));
      if (version.isKnown()) {
        return version;
      }
    }
    return EngineVersion.parse(tested);
  }

  /** Flags of the block's arguments that change its memory, and its adapters. */
  public Setup.Tuning tuning(InferenceBlockSpec spec, int concurrency) {
    List<String> args = Given.list(spec.engine().args());
    int adapters = Given.list(spec.models().getFirst().adapters()).size();
    long rank = adapters == 0 ? 0 : number(args, "--max-lora-rank").orElse(USUAL_RANK) * adapters;
    OptionalLong batched =
        number(args, kind == EngineKind.LLAMACPP ? "--ubatch-size" : "--max-num-batched-tokens");
    return new Setup.Tuning(
        OptionalLong.of(concurrency),
        kind == EngineKind.TGI && batched.isEmpty() ? OptionalLong.of(TGI_PREFILL) : batched,
        args.contains("--enforce-eager"),
        (int) rank,
        0,
        0,
        OptionalLong.empty());
  }

  /** Tokens of a KV block, if the arguments say it. */
  public OptionalLong blockSize(InferenceBlockSpec spec) {
    return number(Given.list(spec.engine().args()), "--block-size");
  }

  private static OptionalLong number(List<String> args, String flag) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i).replace('_', '-');
      String value =
          arg.startsWith(flag + "=")
              ? arg.substring(flag.length() + 1)
              : arg.equals(flag) && i + 1 < args.size() ? args.get(i + 1) : "";
      if (value.matches("[0-9]{1,9}")) {
        return OptionalLong.of(Long.parseLong(value));
      }
    }
    return OptionalLong.empty();
  }
}
