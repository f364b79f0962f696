// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.operator.app.replay.plot.Chart;
import dev.conduit.operator.app.replay.plot.Ink;
import java.util.List;
import java.util.Locale;

/** Quality against cost: the policy where it stands, and where it could. */
public final class QualityPlot {
  private final ReplayResult result;
  private final Verdict verdict;
  private final boolean isMoney;

  private QualityPlot(ReplayResult result, Verdict verdict) {
    this.result = result;
    this.verdict = verdict;
    this.isMoney = verdict.allHeavy().cost() > verdict.allLight().cost();
  }

  /** Cost is the share of heavy calls where prices say nothing. */
  public static Chart of(ReplayResult result, Verdict verdict) {
    return new QualityPlot(result, verdict).chart();
  }

  private Chart chart() {
    return new Chart(
        "Quality against cost: " + result.policy().split(" ", -1)[0],
        subtitle(),
        isMoney ? "cost of 1,000 requests, US dollars" : "requests on the heavy tier, %",
        "right answers, %",
        List.of(
            curve("at random", Ink.RANDOM, verdict.random().curve()),
            curve("longest first", Ink.LENGTH, verdict.length().curve()),
            curve("oracle", Ink.ORACLE, verdict.oracle().curve()),
            curve("the policy's classifier", Ink.OURS, verdict.classifier().curve())),
        List.of(
            new Chart.Mark("all light", Ink.AXIS, value(verdict.allLight()), false),
            new Chart.Mark("all heavy", Ink.AXIS, value(verdict.allHeavy()), true),
            new Chart.Mark("this policy", Ink.POLICY, value(verdict.policy()), true)));
  }

  private String subtitle() {
    String judged =
        String.format(Locale.ROOT, "%,d requests of %s", verdict.judged(), result.source().file());
    return judged
        + verdict
            .recovered()
            .map(
                share ->
                    String.format(
                        Locale.ROOT,
                        ": %.0f %% of the gap with %.0f %% heavy calls",
                        100 * share,
                        100 * verdict.policy().share()))
            .orElse("");
  }

  private Chart.Curve curve(String name, Ink ink, List<Sweep.Point> points) {
    return new Chart.Curve(name, ink, points.stream().map(this::value).toList());
  }

  private Chart.Value value(Sweep.Point point) {
    return new Chart.Value(
        isMoney ? 1000 * point.cost() : 100 * point.share(), 100 * point.quality());
  }
}
