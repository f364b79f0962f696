// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.sidecar.app.pairs.Rubric;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks a model which answer is better, first with the lighter one in front, then with the heavier
 * one. Only what it says twice counts. Confined to one event loop.
 */
final class ModelJudge {
  private final PairRun run;
  private final TargetId judge;
  private final String rubric;
  private final String messages;
  private final PairRun.Both both;

  /**
   * @param rubric in place of the built-in one; empty for that
   * @param messages of the request, as JSON
   */
  ModelJudge(PairRun run, TargetId judge, String rubric, String messages, PairRun.Both both) {
    this.run = run;
    this.judge = judge;
    this.rubric = rubric;
    this.messages = messages;
    this.both = both;
  }

  void start() {
    String light = both.light().text();
    String heavy = both.heavy().text();
    ask(light, heavy, first -> ask(heavy, light, second -> run.judged(agreed(first, second))));
  }

  private void ask(String first, String second, Consumer<Rubric.Preference> then) {
    if (!run.isCurrent()) {
      run.drop(Drop.POLICY_CHANGED);
      return;
    }
    List<LiveTarget> candidates = run.free(judge);
    if (candidates.isEmpty()) {
      run.drop(Drop.JUDGE_ERROR);
      return;
    }
    run.call(
        candidates,
        new Question(rubric, messages, first, second),
        complete ->
            Rubric.preference(complete.body())
                .ifPresentOrElse(then, () -> run.drop(Drop.JUDGE_MALFORMED)));
  }

  private static Judgement agreed(Rubric.Preference lightFirst, Rubric.Preference heavyFirst) {
    double one = gain(lightFirst);
    return one == -gain(heavyFirst)
        ? new Judgement.Compared(one)
        : new Judgement.None(Drop.UNDECIDED);
  }

  /** Of the second over the first. */
  private static double gain(Rubric.Preference preference) {
    return switch (preference) {
      case FIRST -> -1;
      case SECOND -> 1;
      case NEITHER -> 0;
    };
  }

  private record Question(String rubric, String messages, String first, String second)
      implements BackgroundCall.Content {
    @Override
    public Buffer body(Target to) {
      return Buffer.buffer(Rubric.question(to.model(), rubric, messages, first, second));
    }

    @Override
    public void headers(HttpClientRequest request) {
      request.headers().set("content-type", "application/json");
    }

    @Override
    public String toString() {
      return "Question[" + messages.length() + " characters]";
    }
  }
}
