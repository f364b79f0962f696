// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.engine.simulator.batch.Answer;
import dev.conduit.engine.simulator.batch.Batch;
import dev.conduit.engine.simulator.batch.Event;
import dev.conduit.engine.simulator.batch.Limits;
import dev.conduit.engine.simulator.batch.Submission;
import dev.conduit.engine.simulator.gpu.GpuType;
import dev.conduit.engine.simulator.gpu.ModelShape;
import dev.conduit.engine.simulator.gpu.StepTime;
import dev.conduit.engine.simulator.kv.BlockPool;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchDriverTest {
  private final AtomicLong clock = new AtomicLong();

  /** Time jumps to where it is waited for. */
  private final Ticker jumping =
      new Ticker() {
        @Override
        public long nanos() {
          return clock.get();
        }

        @Override
        public void waitUntil(long nanos) {
          clock.accumulateAndGet(nanos, Math::max);
        }
      };

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final StepTime tenMillis =
      new StepTime.Mixed(
          new StepTime.Roofline(
              GpuType.named("H100").orElseThrow(), 1, ModelShape.guessedFrom("8B")),
          OptionalDouble.of(300),
          OptionalDouble.of(100));
  private final BatchDriver driver = driver(jumping);

  private BatchDriver driver(Ticker ticker) {
    Batch batch = new Batch(new Limits(8, 1_000, 2_000, 0, true), new BlockPool(1_000, 16));
    return new BatchDriver(batch, tenMillis, ticker, step -> {});
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static Submission ask(String id, int maxTokens) {
    return new Submission(
        id, List.of(1, 2, 3), new Answer(List.of(7), Answer.ENDLESS), maxTokens, "", "");
  }

  private Event next() throws InterruptedException {
    Event event = events.poll(10, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  @Test
  void submit_eventsComeInOrder_andTimePassesByTheModel() throws InterruptedException {
    driver.submit(ask("a", 100), events::add);
    assertThat(next()).isEqualTo(new Event.Scheduled("a", 3, 0));
    for (int position = 0; position < 100; position++) {
      assertThat(next()).isEqualTo(new Event.Token("a", 7, position));
    }
    assertThat(next()).isEqualTo(new Event.Finished("a", Event.End.LENGTH));
    assertThat(clock.get()).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(driver.load().running()).isZero();
  }

  @Test
  void pause_abortsAllAndHolds_resumeGoesOn() throws InterruptedException {
    BatchDriver real = driver(Ticker.REAL);
    try {
      real.submit(ask("a", 1_900), events::add);
      assertThat(next()).isInstanceOf(Event.Scheduled.class);
      real.pause();
      Event last = next();
      while (last instanceof Event.Token) {
        last = next();
      }
      assertThat(last).isEqualTo(new Event.Aborted("a"));
      assertThat(real.load().cacheUsage()).isZero();
      real.submit(ask("b", 1), events::add);
      assertThat(events.poll(100, TimeUnit.MILLISECONDS)).as("nothing while paused").isNull();
      real.resume();
      assertThat(next()).isEqualTo(new Event.Scheduled("b", 3, 0));
    } finally {
      real.close();
    }
  }

  @Test
  void cancel_freesAtOnce() throws InterruptedException {
    BatchDriver real = driver(Ticker.REAL);
    try {
      real.submit(ask("a", 1_900), events::add);
      assertThat(next()).isInstanceOf(Event.Scheduled.class);
      real.cancel("a");
      assertThat(real.load().running()).isZero();
      assertThat(real.load().cacheUsage()).isZero();
    } finally {
      real.close();
    }
  }
}
