// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.CustomEngine;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine that only its user knows. It speaks OpenAI's API; its memory is its own affair. */
final class CustomEngineAdapter implements EngineAdapter {
  private static final CustomEngine DEFAULTS = new CustomEngine(null, null, null, null, null, null);
  private static final String PORT = "{{port}}";
  private static final String MODEL = "{{model}}";

  @Override
  public MemoryStyle memory() {
    return MemoryStyle.OPAQUE;
  }

  /** Only its weights are known, whatever loads them. */
  @Override
  public EngineSize size() {
    return new EngineSize(EngineKind.TGI, "");
  }

  @Override
  public Home home() {
    return Home.GPU_OR_CPU;
  }

  @Override
  public Map<String, String> reserved() {
    return Map.of();
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    List<Objection> objections = new ArrayList<>(new Demands(spec).oneModel().list());
    CustomEngine custom = Given.or(spec.engine().custom(), DEFAULTS);
    if (Given.list(custom.command()).isEmpty() && spec.engine().image() == null) {
      objections.add(
          new Objection(
              Reason.NO_PROGRAM,
              "spec.engine.custom.command",
              "kind custom names nothing to start; set custom.command or image"));
    }
    return objections;
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CustomEngine custom = Given.or(order.engine().custom(), DEFAULTS);
    List<String> words = Given.list(custom.command());
    CommandLine line = new CommandLine();
    words.stream().skip(1).map(word -> argument(word, order)).forEach(line::arg);
    EngineMetrics metrics =
        new EngineMetrics(
            Given.or(custom.metricsPath(), "/metrics"),
            Optional.ofNullable(custom.runningMetric()),
            Optional.ofNullable(custom.waitingMetric()),
            Optional.empty());
    return line.hubToken(order)
        .finish(
            new CommandLine.Program(
                words.stream().findFirst(),
                Optional.empty(),
                Probes.patient(Given.or(custom.healthPath(), "/health")),
                Given.or(custom.port(), 8000),
                Optional.of(metrics)),
            order,
            List.of(order.servedName()));
  }

  private static Arg argument(String word, EngineOrder order) {
    String text = word.replace(MODEL, order.id().location());
    int at = text.indexOf(PORT);
    return at < 0
        ? new Arg.Text(text)
        : new Arg.Port(text.substring(0, at), text.substring(at + PORT.length()));
  }
}
