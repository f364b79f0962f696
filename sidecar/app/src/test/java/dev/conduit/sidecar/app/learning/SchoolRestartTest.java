// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.learning.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchoolRestartTest {
  private static final String POLICY = "default/test";

  @TempDir Path folder;
  private final List<String> lessons = new CopyOnWriteArrayList<>();
  private final AtomicInteger outcomes = new AtomicInteger();

  @Test
  void say_afterAStartOfItsOwn_waitsForNewsAsBefore() throws Exception {
    teach(0, 100, 1);
    assertThat(lessons).containsExactly("better");
    teach(100, 149, 1);
    assertThat(lessons).hasSize(1);
    teach(149, 150, 2);
    assertThat(lessons).hasSize(2);
  }

  /** By one process, which ends when there were so many lessons. */
  private void teach(int from, int to, int awaited) throws InterruptedException {
    School school = new School(new Place(Optional.of(folder), 2048), System::nanoTime, reports());
    for (int i = from; i < to; i++) {
      boolean isHard = i % 3 == 0;
      String text = (isHard ? "Derive the topology of number " : "Say the colour of number ") + i;
      school.served("req-" + i, POLICY, UserText.of(text), false, 0);
      school.say("req-" + i, new Opinion.Better("req-" + i, isHard), Source.FEEDBACK);
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> outcomes.get() == to && lessons.size() >= awaited);
    school.stop();
  }

  private School.Reports reports() {
    return new School.Reports() {
      @Override
      public void outcome(Source source, boolean agrees) {
        outcomes.incrementAndGet();
      }

      @Override
      public void lesson(String result) {
        lessons.add(result);
      }
    };
  }
}
