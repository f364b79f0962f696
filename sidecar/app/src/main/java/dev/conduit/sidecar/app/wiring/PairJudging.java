// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.TargetId;
import dev.conduit.sidecar.app.cascade.Demands;
import dev.conduit.sidecar.app.cascade.Verdict;
import dev.conduit.sidecar.app.cascade.Verifier;
import dev.conduit.sidecar.app.consult.PairQuestion;
import dev.conduit.sidecar.app.pairs.ExactJudge;
import dev.conduit.sidecar.core.json.Members;
import dev.conduit.sidecar.core.json.Span;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Two answers before the judge that the policy names. Confined to one event loop. */
final class PairJudging {
  /** That an answer has the form that was asked for, and nothing else. */
  static final Cascade.Verify FORM =
      new Cascade.Verify(true, false, Optional.empty(), Optional.empty());

  private final PairRun run;
  private final PairRun.Both both;

  PairJudging(PairRun run, PairRun.Both both) {
    this.run = run;
    this.both = both;
  }

  /** The run goes on, or ends, when the judge has said something. */
  void start() {
    switch (run.pairs().judge()) {
      case Pairs.Judge.Exact _ ->
          beside(() -> ExactJudge.judge(both.light().text(), both.heavy().text()));
      case Pairs.Judge.Schema _ -> beside(this::formed);
      case Pairs.Judge.Hook hook ->
          run.hook().ask(hook, question(hook), said -> run.guarded(() -> run.judged(said)));
      case Pairs.Judge.Model(TargetId id, Optional<String> rubric) -> {
        run.judging(both);
        if (!run.fits(id)) {
          run.drop(Drop.TOO_LARGE);
          return;
        }
        new ModelJudge(run, id, rubric.orElse(""), messages(), both).start();
      }
    }
  }

  private void beside(Callable<Judgement> work) {
    run.beside(work, run::judged, new Judgement.None(Drop.UNDECIDED));
  }

  private Judgement formed() {
    Demands demands = run.demands().orElseThrow();
    Verdict light = Verifier.verify(FORM, demands, both.light().whole());
    Verdict heavy = Verifier.verify(FORM, demands, both.heavy().whole());
    return isKnown(light) && isKnown(heavy)
        ? new Judgement.Scored(score(light), score(heavy))
        : new Judgement.None(Drop.UNDECIDED);
  }

  private static boolean isKnown(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Verified _ -> true;
      case Verdict.Flawed(var flaw) -> flaw.isOfModel();
    };
  }

  private static double score(Verdict verdict) {
    return verdict instanceof Verdict.Verified ? 1 : 0;
  }

  private PairQuestion question(Pairs.Judge.Hook hook) {
    return new PairQuestion(
        run.snapshot().policy().toString(),
        run.exchange().id(),
        hook.sendsPrompt() ? messages() : "",
        new PairQuestion.Answered(both.lightBy(), both.light().text()),
        new PairQuestion.Answered(both.heavyBy(), both.heavy().text()));
  }

  /** As they came. */
  private String messages() {
    byte[] body = run.exchange().body.buffer().getBytes();
    for (Members.Member one : Members.of(body, new Span(0, body.length))) {
      if (one.name().equals("messages")) {
        return new String(body, one.value().from(), one.value().length(), StandardCharsets.UTF_8);
      }
    }
    return "[]";
  }
}
