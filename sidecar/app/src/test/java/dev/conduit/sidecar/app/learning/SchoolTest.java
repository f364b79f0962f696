// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.learning.Source;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchoolTest {
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch holdsUp = new CountDownLatch(1);
  private final School school =
      new School(new Place(Optional.empty(), 10), System::nanoTime, new Slow());

  /** As a lesson is that takes long. */
  private final class Slow implements School.Reports {
    @Override
    public void outcome(Source source, boolean agrees) {
      busy.countDown();
      try {
        holdsUp.await();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }

    @Override
    public void lesson(String result) {}
  }

  @AfterEach
  void stop() throws Exception {
    holdsUp.countDown();
    school.stop();
  }

  private School.Heard say(String id) {
    return school.say(id, new Opinion.Score(id, 1), Source.FEEDBACK);
  }

  @Test
  void say_moreThanIsLearned_isRefusedAndFillsNoMemory() throws Exception {
    school.served("a", "p", UserText.of("Name a colour"), true, 0);
    assertThat(say("b")).isEqualTo(School.Heard.UNKNOWN);
    assertThat(say("a")).isEqualTo(School.Heard.TAKEN);
    busy.await();
    for (int i = 0; i < School.MOST_WAITING; i++) {
      assertThat(say("a")).isEqualTo(School.Heard.TAKEN);
    }
    assertThat(say("a")).isEqualTo(School.Heard.FULL);
  }

  /** Some two thousand of them would be all the memory there is. */
  @Test
  void served_withALongId_isNotRemembered() {
    String longest = "a".repeat(Recent.LONGEST_ID);
    school.served(longest, "p", UserText.of("Name a colour"), true, 0);
    school.served(longest + "a", "p", UserText.of("Name a colour"), true, 0);
    assertThat(say(longest)).isEqualTo(School.Heard.TAKEN);
    assertThat(say(longest + "a")).isEqualTo(School.Heard.UNKNOWN);
  }
}
