// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.EngineVersion;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.knowledge.ServedModel;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A model as it shall be served.
 *
 * @param model that is loaded
 * @param engine that is sized
 * @param version of it
 * @param contextTokens prompt plus answer of one sequence
 * @param contextFixed whether the user named it; otherwise it may be shortened to fit
 * @param concurrency sequences at once
 * @param kvType of the KV cache, {@code auto} for the model's own
 * @param blockSize tokens of a KV block; empty for the engine's default
 * @param tuning flags that few set
 */
public record Ask(
    ServedModel model,
    EngineKind engine,
    EngineVersion version,
    int contextTokens,
    boolean contextFixed,
    int concurrency,
    String kvType,
    OptionalLong blockSize,
    Setup.Tuning tuning) {

  /** On such devices, with the engine's default share of each. */
  Setup setup(Parallelism split, Accelerator device, long context) {
    return new Setup(
        engine,
        version,
        device,
        split.tensor(),
        split.pipeline(),
        OptionalLong.of(context),
        OptionalDouble.empty(),
        kvType,
        blockSize,
        tuning);
  }
}
