// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BackoffTest {
  private static final ModelReading HEADERS =
      new ModelReading.Headers(Map.of(), Map.of(), Set.of(), false, "there");

  /** Waits may be a fifth shorter or longer than this many minutes. */
  private static void assertMinutes(String id, ModelReading came, int failures, double minutes)
      throws IOException {
    assertThat(Backoff.usual().next(model(id), came, failures).orElseThrow())
        .isBetween(
            Duration.ofSeconds(Math.round(minutes * 60 * 0.8) - 1),
            Duration.ofSeconds(Math.round(minutes * 60 * 1.2) + 1));
  }

  @Test
  void placeThatDoesNotAnswer_isAskedAfterAMinute_thenEverMoreSeldom() throws Exception {
    ModelReading away = new ModelReading.Obstructed(Obstacle.UNREACHABLE, "");
    assertMinutes("oci://a.example/b:c", away, 1, 1);
    assertMinutes("oci://a.example/b:c", away, 2, 2);
    assertMinutes("oci://a.example/b:c", away, 4, 8);
    assertMinutes("oci://a.example/b:c", away, 9, 60);
    assertMinutes("oci://a.example/b:c", away, Integer.MAX_VALUE, 60);
  }

  @ParameterizedTest
  @EnumSource(value = Obstacle.class, mode = EnumSource.Mode.EXCLUDE, names = "UNREACHABLE")
  void whatLasts_startsSlower(Obstacle obstacle) throws Exception {
    ModelReading lasting = new ModelReading.Obstructed(obstacle, "");
    assertMinutes("acme/oss", lasting, 1, 5);
    assertMinutes("acme/oss", lasting, 3, 20);
    assertMinutes("acme/oss", lasting, 5, 60);
  }

  @Test
  void modelThatWasRead_isAskedForAgain_onlyWhereItsTagMayMove() throws Exception {
    assertMinutes("oci://a.example/b:c", HEADERS, 0, 10);
    assertThat(
            Backoff.usual().next(model("oci://a.example/b@sha256:" + "0".repeat(64)), HEADERS, 0))
        .isEmpty();
    assertThat(Backoff.usual().next(model("acme/oss"), HEADERS, 0)).isEmpty();
  }

  @Test
  void waits_areScattered() throws Exception {
    Backoff backoff = Backoff.usual();
    RemoteModel model = model("oci://a.example/b:c");
    assertThat(IntStream.range(0, 100).mapToObj(i -> backoff.next(model, HEADERS, 0)).distinct())
        .hasSizeGreaterThan(1);
  }

  private static RemoteModel model(String id) throws IOException {
    return RemoteModel.of(
            JsonMapper.builder().build().readValue("{\"id\": \"%s\"}".formatted(id), Model.class))
        .orElseThrow();
  }
}
