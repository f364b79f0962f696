// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What would be seen once a plan was carried out and every engine of it was ready. */
public final class Aftermath {
  private static final URI SOMEWHERE = URI.create("http://127.0.0.1:8000");

  private Aftermath() {}

  /** Engines that the plan neither wants nor keeps are gone. */
  public static Observed of(Observed before, Plan plan) {
    return of(before, plan.desired(), plan.kept());
  }

  static Observed of(Observed before, List<EngineInstance> desired, Collection<String> kept) {
    List<RunningEngine> running = new ArrayList<>();
    before.running().stream()
        .filter(engine -> kept.contains(engine.instanceId()))
        .forEach(running::add);
    desired.forEach(engine -> running.add(ready(engine)));
    return before.withRunning(running);
  }

  private static RunningEngine ready(EngineInstance engine) {
    return new RunningEngine(
        engine.id(),
        engine.block(),
        engine.replica(),
        engine.revision(),
        engine.node(),
        engine.deviceIds(),
        Optional.of(SOMEWHERE),
        EnginePhase.READY,
        engine.charge(),
        engine.command().servedNames(),
        Optional.of(engine.sizedFor()),
        Optional.empty());
  }
}
