// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All sequences of one request: prompts times {@code n}. Starts them, brings the engine's calls to
 * the event loop, cancels all of them when the client goes or one fails, and sums up the usage.
 */
final class Run {

  private final Answer answer;
  private final List<Prompt> prompts;
  private final List<Sequence> sequences = new ArrayList<>();
  private int open;
  private boolean over;

  private final Runnable whenOver;

  private Run(Answer answer, List<Prompt> prompts, Runnable whenOver) {
    this.answer = answer;
    this.prompts = prompts;
    this.whenOver = whenOver;
  }

  /**
   * Submits everything.
   *
   * @param requests ordered by prompt, then by answer
   * @param whenOver runs once, when the answer has ended or the client is gone
   */
  static Run start(
      Exchange exchange,
      SurfaceMetrics metrics,
      Ask ask,
      List<Prompt> prompts,
      List<GenerationRequest> requests,
      Answer answer,
      Runnable whenOver) {
    Run run = new Run(answer, prompts, whenOver);
    run.open = requests.size();
    metrics.asked(ask.n(), prompts.size());
    for (GenerationRequest request : requests) {
      SequenceTimes times = metrics.sequence(request.prompt().tokens().size(), request.maxTokens());
      run.sequences.add(new Sequence(run.sequences.size(), request, ask, run, times));
    }
    for (Sequence sequence : run.sequences) {
      OnContext listener = new OnContext(exchange.context(), sequence);
      sequence.submitted(exchange.engine().submit(sequence.request(), listener));
    }
    return run;
  }

  /** The client is gone: frees everything at once. */
  void cancel() {
    if (!over) {
      over = true;
      sequences.forEach(Sequence::abort);
      whenOver.run();
    }
  }

  void piece(int index, Piece piece, int generated) {
    if (!over) {
      answer.piece(index, piece, generated);
    }
  }

  void end(int index, Piece piece, Ending ending, int generated) {
    if (over) {
      return;
    }
    answer.end(index, piece, ending, generated);
    open--;
    if (open == 0) {
      over = true;
      answer.complete(usage());
      whenOver.run();
    }
  }

  void failed(Failure failure) {
    if (!over) {
      over = true;
      sequences.forEach(Sequence::abort);
      answer.failed(failure);
      whenOver.run();
    }
  }

  private Usage usage() {
    int prompt = prompts.stream().mapToInt(p -> p.tokens().size()).sum();
    int completion = sequences.stream().mapToInt(Sequence::generated).sum();
    Set<Prompt> seen = new HashSet<>();
    int cached =
        sequences.stream()
            .filter(s -> seen.add(s.request().prompt()))
            .mapToInt(Sequence::cached)
            .sum();
    return new Usage(prompt, completion, cached);
  }
}
