// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ShippedModel;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.TextReading;
import dev.conduit.sidecar.learning.Evidence;
import dev.conduit.sidecar.learning.Features;
import dev.conduit.sidecar.learning.Outcome;
import dev.conduit.sidecar.learning.Source;
import dev.conduit.sidecar.learning.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeStoreTest {
  private static final String POLICY = "default/test";
  private static final String SECRET = "Zanzibar";

  @TempDir Path folder;

  /** A process that stores outcomes and says so, until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      OutcomeStore store = open(Path.of(arguments[0]), 100_000);
      for (long number = 0; number < 100_000; number++) {
        store.add(POLICY, outcome(number, new Evidence.Pair(0.25, 1)));
        System.out.println(number); // what the test counts
      }
    }
  }

  @Test
  void add_processKilledInTheMiddle_allThatWasStoredIsThere() throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> stored() > 200);
    writer.destroyForcibly();
    assertThat(writer.waitFor()).isEqualTo(137);
    try (OutcomeStore store = open(folder, 100_000)) {
      assertThat(store.count(POLICY)).isGreaterThanOrEqualTo(stored());
      Outcome read = store.outcomes(POLICY).get(150);
      assertThat(read.number()).isEqualTo(150);
      assertThat(read.evidence()).isEqualTo(new Evidence.Pair(0.25, 1));
      Features written = outcome(150, read.evidence()).features();
      assertThat(read.features().dense()).isEqualTo(written.dense());
      assertThat(read.features().buckets())
          .isEqualTo(Arrays.stream(written.buckets()).sorted().toArray());
    }
  }

  @Test
  void decode_ofAnotherVersion_isPassedOver() {
    byte[] bytes = OutcomeCodec.encode(outcome(1, new Evidence.Better(true)));
    assertThat(OutcomeCodec.decode(1, bytes)).isPresent();
    int kind = 2 + Source.FEEDBACK.name().length(); // after the name, which its length precedes
    for (int changed : List.of(2, kind, kind + 3)) {
      byte[] other = bytes.clone();
      other[changed]++;
      assertThat(OutcomeCodec.decode(1, other)).as("byte %d", changed).isEmpty();
    }
    assertThat(OutcomeCodec.decode(1, Arrays.copyOf(bytes, bytes.length / 2))).isEmpty();
  }

  @Test
  void add_moreThanTheMost_oldestGo() {
    try (OutcomeStore store = OutcomeStore.open(new Place(Optional.empty(), 3))) {
      List.of(0L, 1L, 2L, 3L, 4L)
          .forEach(number -> store.add(POLICY, outcome(number, new Evidence.Better(true))));
      assertThat(store.outcomes(POLICY)).extracting(Outcome::number).containsExactly(2L, 3L, 4L);
      assertThat(store.next(POLICY)).isEqualTo(5);
      assertThat(store.count("default/other")).isZero();
    }
  }

  @Test
  void learned_moreThanTheMost_oldestGo() {
    try (OutcomeStore store = open(folder, 10)) {
      for (int number = 1; number <= 12; number++) {
        store.learned(POLICY, standing(number), "better", "");
      }
      assertThat(store.reports(POLICY)).hasSize(10).containsKey("learned-03");
      assertThat(store.model(POLICY, "learned-02")).isEmpty();
      assertThat(store.newest(POLICY).orElseThrow().knownTo()).isEqualTo(12);
    }
  }

  @Test
  void learned_oldestIsPinned_itStays() {
    try (OutcomeStore store = open(folder, 10)) {
      for (int number = 1; number <= 12; number++) {
        store.learned(POLICY, standing(number), "better", "learned-01");
      }
      assertThat(store.reports(POLICY)).hasSize(10).containsKeys("learned-01", "learned-04");
      assertThat(store.model(POLICY, "learned-01")).isPresent();
      assertThat(store.model(POLICY, "learned-03")).isEmpty();
    }
  }

  @Test
  void add_fileHasNoWordOfThePrompt() throws IOException {
    try (OutcomeStore store = open(folder, 10)) {
      store.add(POLICY, outcome(0, new Evidence.Light(0)));
    }
    String file = Files.readString(folder.resolve("outcomes.mv"), StandardCharsets.ISO_8859_1);
    assertThat(file).isNotEmpty().doesNotContainIgnoringCase(SECRET);
  }

  @Test
  void open_fileIsDamaged_putsItAsideAndBeginsAnew() throws IOException {
    try (OutcomeStore store = open(folder, 10)) {
      store.add(POLICY, outcome(0, new Evidence.Light(0)));
    }
    byte[] damaged = new byte[20_000];
    Arrays.fill(damaged, (byte) 'x');
    Files.write(folder.resolve("outcomes.mv"), damaged);
    try (OutcomeStore store = open(folder, 10)) {
      store.add(POLICY, outcome(0, new Evidence.Light(1)));
    }
    assertThat(folder.resolve("outcomes.mv.damaged")).hasBinaryContent(damaged);
    try (OutcomeStore store = open(folder, 10)) {
      assertThat(store.outcomes(POLICY))
          .extracting(Outcome::evidence)
          .containsExactly(new Evidence.Light(1));
    }
  }

  @Test
  void open_folderCannotBeMade_keepsInMemory() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (OutcomeStore store = open(file.resolve("below"), 10)) {
      store.add(POLICY, outcome(0, new Evidence.Heavy(1)));
      assertThat(store.count(POLICY)).isEqualTo(1);
    }
  }

  /** As it does by itself when a disk is full; a data plane must not stop over that. */
  @Test
  void file_hasClosedItself_whatComesIsKeptInMemory() {
    OutcomeStore store = open(folder, 10);
    store.add(POLICY, outcome(0, new Evidence.Heavy(1)));
    store.close();
    assertThat(store.newest(POLICY)).isEmpty();
    assertThat(store.next(POLICY))
        .as("else nothing is learned until it has caught up")
        .isEqualTo(1);
    store.add(POLICY, outcome(1, new Evidence.Heavy(0)));
    assertThat(store.count(POLICY)).isEqualTo(1);
    store.close();
    try (OutcomeStore again = open(folder, 10)) {
      assertThat(again.outcomes(POLICY))
          .extracting(Outcome::evidence)
          .containsExactly(new Evidence.Heavy(1));
    }
  }

  /** How many the process said that it had stored. */
  private int stored() throws IOException {
    String out = Files.readString(folder.resolve("out"));
    return (int) out.chars().filter(c -> c == '\n').count();
  }

  private static OutcomeStore open(Path at, int most) {
    return OutcomeStore.open(new Place(Optional.of(at), most));
  }

  private static Standing standing(int number) {
    LinearModel shipped = ShippedModel.load();
    String revision = String.format(Locale.ROOT, "learned-%02d", number);
    return new Standing(shipped.with(revision, shipped.calibration()), number);
  }

  private static Outcome outcome(long number, Evidence evidence) {
    UserText text = UserText.of("Tell me about " + SECRET + " and number " + number);
    return new Outcome(
        number, Features.of(new TextReading().read(text)), evidence, Source.FEEDBACK);
  }
}
