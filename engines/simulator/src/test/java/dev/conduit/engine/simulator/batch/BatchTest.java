// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.engine.simulator.kv.BlockPool;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static final Answer ANSWER = new Answer(List.of(7, 8, 9), Answer.ENDLESS);

  private static Batch batch(int maxNumSeqs, int budget, int blocks) {
    return new Batch(new Limits(maxNumSeqs, budget, 64, 0, true), new BlockPool(blocks, 4));
  }

  private static Submission ask(String id, int from, int promptTokens, int maxTokens) {
    List<Integer> prompt = IntStream.range(from, from + promptTokens).boxed().toList();
    return new Submission(id, prompt, ANSWER, maxTokens, "", "");
  }

  @Test
  void schedule_longPrompt_isReadInChunksOfTheBudget() {
    Batch batch = batch(4, 10, 100);
    batch.submit(ask("a", 0, 25, 2));

    Step first = batch.schedule();
    assertThat(first.shares()).containsExactly(new Step.Share("a", 10));
    assertThat(first.events()).containsExactly(new Event.Scheduled("a", 25, 0));
    assertThat(batch.complete(first)).isEmpty();
    assertThat(batch.complete(batch.schedule())).isEmpty();
    Step third = batch.schedule();
    assertThat(third.load()).isEqualTo(new StepLoad(5, 0, 25));
    assertThat(batch.complete(third)).containsExactly(new Event.Token("a", 7, 0));
    Step fourth = batch.schedule();
    assertThat(fourth.load()).isEqualTo(new StepLoad(0, 1, 26));
    assertThat(batch.complete(fourth))
        .containsExactly(new Event.Token("a", 8, 1), new Event.Finished("a", Event.End.LENGTH));
    assertThat(batch.schedule().isEmpty()).isTrue();
    assertThat(batch.pool().free()).isEqualTo(100);
  }

  @Test
  void schedule_decodingSequences_comeBeforeANewPrompt() {
    Batch batch = batch(4, 10, 100);
    batch.submit(ask("a", 0, 5, 5));
    batch.complete(batch.schedule());
    batch.submit(ask("b", 100, 30, 5));
    assertThat(batch.schedule().shares())
        .containsExactly(new Step.Share("a", 1), new Step.Share("b", 9));
  }

  @Test
  void schedule_moreThanMaxNumSeqs_waitInOrder() {
    Batch batch = batch(2, 100, 100);
    List.of("a", "b", "c").forEach(id -> batch.submit(ask(id, id.hashCode() * 100, 5, 1)));
    assertThat(batch.schedule().shares()).extracting(Step.Share::id).containsExactly("a", "b");
    assertThat(batch.running()).isEqualTo(2);
    assertThat(batch.waiting()).isEqualTo(1);
  }

  @Test
  void schedule_blocksRunOut_preemptsTheYoungestAndComputesItAgain() {
    Batch batch = batch(4, 100, 16);
    batch.submit(ask("a", 0, 28, 30));
    batch.submit(ask("b", 100, 28, 30));
    batch.complete(batch.schedule());
    Step step = batch.schedule();
    while (step.events().isEmpty()) {
      batch.complete(step);
      step = batch.schedule();
    }
    assertThat(step.events()).containsExactly(new Event.Preempted("b"));
    assertThat(step.shares()).containsExactly(new Step.Share("a", 1));
    assertThat(batch.waiting()).isEqualTo(1);
    for (int i = 0; i < 80; i++) {
      batch.complete(step);
      step = batch.schedule();
    }
    assertThat(step.isEmpty()).as("both are answered").isTrue();
    assertThat(batch.pool().free()).isEqualTo(16);
  }

  @Test
  void schedule_equalPrompt_startsFromItsFullBlocks() {
    Batch batch = batch(4, 100, 100);
    batch.submit(ask("a", 0, 10, 1));
    batch.complete(batch.schedule());
    batch.submit(ask("b", 0, 10, 1));
    Step step = batch.schedule();
    assertThat(step.events()).containsExactly(new Event.Scheduled("b", 10, 8));
    assertThat(step.shares()).containsExactly(new Step.Share("b", 2));
  }

  @Test
  void schedule_promptOfWholeBlocks_computesTheLastBlockAgain() {
    Batch batch = batch(4, 100, 100);
    batch.submit(ask("a", 0, 8, 1));
    batch.complete(batch.schedule());
    batch.submit(ask("b", 0, 8, 1));
    assertThat(batch.schedule().events()).containsExactly(new Event.Scheduled("b", 8, 4));
  }

  @Test
  void schedule_anotherSaltOrAdapter_sharesNothing() {
    Batch batch = new Batch(new Limits(8, 100, 64, 1, true), new BlockPool(100, 4));
    List<Integer> prompt = IntStream.range(0, 12).boxed().toList();
    batch.submit(new Submission("a", prompt, ANSWER, 1, "", ""));
    batch.submit(new Submission("b", prompt, ANSWER, 1, "", "salt"));
    batch.submit(new Submission("c", prompt, ANSWER, 1, "lora", ""));
    assertThat(batch.schedule().events())
        .containsExactly(
            new Event.Scheduled("a", 12, 0),
            new Event.Scheduled("b", 12, 0),
            new Event.Scheduled("c", 12, 0));
  }

  @Test
  void schedule_moreAdaptersThanMaxLoras_letsOthersPass() {
    Batch batch = new Batch(new Limits(8, 100, 64, 1, true), new BlockPool(100, 4));
    batch.submit(new Submission("a", List.of(1), ANSWER, 4, "one", ""));
    batch.submit(new Submission("b", List.of(1), ANSWER, 4, "two", ""));
    batch.submit(new Submission("c", List.of(1), ANSWER, 4, "one", ""));
    assertThat(batch.schedule().shares()).extracting(Step.Share::id).containsExactly("a", "c");
    assertThat(batch.runningAdapters()).containsExactly("one");
    assertThat(batch.waitingAdapters()).containsExactly("two");
  }

  @Test
  void cancel_inTheMiddleOfAStep_freesItsBlocksAtOnce() {
    Batch batch = batch(4, 100, 100);
    batch.submit(ask("a", 0, 30, 5));
    batch.submit(ask("b", 200, 30, 5));
    Step step = batch.schedule();
    assertThat(batch.cancel("a")).isTrue();
    assertThat(batch.cancel("a")).isFalse();
    assertThat(batch.pool().free()).isEqualTo(100 - 8);
    assertThat(batch.complete(step)).containsExactly(new Event.Token("b", 7, 0));
  }

  @Test
  void complete_answerIsOver_endsWithStop() {
    Batch batch = batch(4, 100, 100);
    batch.submit(new Submission("a", List.of(1, 2), new Answer(List.of(5), 1), 10, "", ""));
    assertThat(batch.complete(batch.schedule()))
        .containsExactly(new Event.Token("a", 5, 0), new Event.Finished("a", Event.End.STOP));
  }

  @Test
  void submit_whatCanNeverRun_isRefused() {
    Batch batch = batch(4, 100, 100);
    assertThatThrownBy(() -> batch.submit(ask("a", 0, 60, 6)))
        .hasMessage("65 tokens do not fit maxModelLen 64");
    batch.submit(ask("a", 0, 5, 5));
    assertThatThrownBy(() -> batch.submit(ask("a", 0, 5, 5)))
        .hasMessage("a sequence a is there already");
    assertThatThrownBy(() -> batch(4, 100, 15))
        .hasMessage("maxModelLen 64 needs more than the 15 blocks of 4 tokens");
  }
}
