// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.engine.simulator.kv.BlockPool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold whatever is asked, in whatever order, and however scarce blocks are. */
class BatchPropertyTest {

  private static final int BLOCK = 4;
  private static final int MAX_MODEL_LEN = 48;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** A run of random submissions, steps and cancellations; {@code log} is all that was seen. */
  private static final class Run {
    private final Random random;
    private final Batch batch;
    private final int budget;
    private final int maxNumSeqs;
    private final List<Event> log = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int submitted;

    Run(long seed) {
      random = new Random(seed);
      maxNumSeqs = 1 + random.nextInt(6);
      budget = 1 + random.nextInt(24);
      int blocks = MAX_MODEL_LEN / BLOCK + random.nextInt(24);
      batch =
          new Batch(
              new Limits(maxNumSeqs, budget, MAX_MODEL_LEN, 0, true), new BlockPool(blocks, BLOCK));
    }

    void submit() {
      int prompt = 1 + random.nextInt(MAX_MODEL_LEN - 1);
      List<Integer> tokens = random.ints(prompt, 0, 2).boxed().toList();
      Answer answer = new Answer(List.of(3, 4, 5), 1 + random.nextInt(40));
      String id = "r" + submitted++;
      int most = 1 + random.nextInt(MAX_MODEL_LEN - prompt);
      batch.submit(new Submission(id, tokens, answer, most, "", ""));
      open.add(id);
    }

    void cancelOne() {
      String id = new ArrayList<>(open).get(random.nextInt(open.size()));
      open.remove(id);
      assertThat(batch.cancel(id)).isTrue();
    }

    void step() {
      Step step = batch.schedule();
      checkBounds(step);
      if (!open.isEmpty() && random.nextInt(20) == 0) {
        cancelOne();
      }
      log.addAll(step.events());
      for (Event event : batch.complete(step)) {
        log.add(event);
        if (event instanceof Event.Finished finished) {
          open.remove(finished.id());
        }
      }
    }

    private void checkBounds(Step step) {
      assertThat(step.load().tokens()).isLessThanOrEqualTo(budget);
      assertThat(step.shares().stream().mapToInt(Step.Share::tokens).sum())
          .isEqualTo(step.load().tokens());
      assertThat(batch.running()).isLessThanOrEqualTo(maxNumSeqs);
      assertThat(batch.running() + batch.waiting()).isEqualTo(open.size());
      if (!open.isEmpty()) {
        assertThat(step.isEmpty()).as("work is never left lying").isFalse();
      }
    }

    Run play() {
      for (int i = 0; i < 300; i++) {
        if (random.nextInt(3) == 0) {
          submit();
        }
        step();
      }
      int bound = open.size() * (MAX_MODEL_LEN + 1) * 4;
      for (int i = 0; i < bound && !open.isEmpty(); i++) {
        step();
      }
      return this;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySequence_isAnswered_andEveryBlockComesBack(long seed) {
    Run run = new Run(seed).play();
    assertThat(run.open).as("starved").isEmpty();
    assertThat(run.batch.pool().free()).isEqualTo(run.batch.pool().total());
    for (int block = 0; block < run.batch.pool().total(); block++) {
      assertThat(run.batch.pool().references(block)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sameSeed_givesTheSameRun(long seed) {
    assertThat(new Run(seed).play().log).isEqualTo(new Run(seed).play().log);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tokens_comeInOrderAndOnce_alsoAfterPreemption(long seed) {
    Run run = new Run(seed).play();
    for (int i = 0; i < run.submitted; i++) {
      String id = "r" + i;
      List<Integer> positions =
          run.log.stream()
              .filter(event -> event.id().equals(id))
              .filter(Event.Token.class::isInstance)
              .map(event -> ((Event.Token) event).position())
              .toList();
      for (int position = 0; position < positions.size(); position++) {
        assertThat(positions.get(position)).isEqualTo(position);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void firstAdmission_isFirstComeFirstServed(long seed) {
    List<Integer> admitted =
        new Run(seed)
            .play().log.stream()
                .filter(Event.Scheduled.class::isInstance)
                .map(event -> Integer.valueOf(event.id().substring(1)))
                .toList();
    assertThat(admitted).isSorted();
  }

  /** With room for everything, a hit is the longest prefix of whole blocks that was seen before. */
  @ParameterizedTest
  @MethodSource("seeds")
  void hit_isTheLongestFullBlockPrefixSeen(long seed) {
    Random random = new Random(seed);
    Batch batch =
        new Batch(new Limits(4, 1_000, MAX_MODEL_LEN, 0, true), new BlockPool(10_000, BLOCK));
    List<List<Integer>> seen = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<Integer> prompt = random.ints(1 + random.nextInt(40), 0, 2).boxed().toList();
      batch.submit(new Submission("r" + i, prompt, new Answer(List.of(9), 100), 1, "", ""));
      Step step = batch.schedule();
      assertThat(step.events())
          .containsExactly(new Event.Scheduled("r" + i, prompt.size(), longest(seen, prompt)));
      batch.complete(step);
      seen.add(prompt);
    }
  }

  private static int longest(List<List<Integer>> seen, List<Integer> prompt) {
    int best = 0;
    int usable = (prompt.size() - 1) / BLOCK * BLOCK;
    for (List<Integer> other : seen) {
      for (int end = BLOCK; end <= Math.min(usable, other.size()); end += BLOCK) {
        if (prompt.subList(0, end).equals(other.subList(0, end))) {
          best = Math.max(best, end);
        }
      }
    }
    return best;
  }
}
