// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.fit.MemoryStyle;
import java.util.List;
import java.util.Map;

/**
 * What Conduit knows of one kind of engine. Adapters are values without state.
 *
 * <p>Adapters get sized models and give commands; they choose neither memory nor place, so engine
 * and ledger cannot disagree.
 */
public interface EngineAdapter {
  /** How it takes memory. */
  MemoryStyle memory();

  /** Whose memory it is sized by. */
  EngineSize size();

  /** What it runs on. */
  Home home();

  /**
   * Arguments that the plan gives or rules out, each with what to do instead. A user's argument of
   * one of these names is refused.
   */
  Map<String, String> reserved();

  /** What it cannot do of what the block asks for; empty when all is well. */
  List<Objection> objections(InferenceBlockSpec spec);

  EngineCommand command(EngineOrder order);

  /** On what kind of device an engine runs. */
  enum Home {
    /** The processors of a real node. */
    CPU,
    /** GPUs of a real node. */
    GPU,
    /** GPUs where there are, else the processors. */
    GPU_OR_CPU,
    /** GPUs of a simulated node. */
    SIMULATED_GPU
  }
}
