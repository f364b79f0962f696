// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.contract.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureMapperTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Failure.BadRequest("c", "say \"x\"", "model"), 400, "c", "say \"x\""),
        Arguments.of(
            new Failure.BodyTooLarge(new Bytes(1 << 20)), 413, "body_too_large", "1048576"),
        Arguments.of(
            new Failure.UnknownModel("m", List.of("auto", "a")), 404, "model_not_found", "auto, a"),
        Arguments.of(new Failure.UnknownPath("GET", "/x"), 404, "unknown_url", "GET /x"),
        Arguments.of(
            new Failure.MethodNotAllowed("GET", "/x", "POST"), 405, "method_not_allowed", "POST"),
        Arguments.of(new Failure.Forbidden("m", "rule"), 403, "model_not_allowed", "rule"),
        Arguments.of(new Failure.NoSnapshot(), 503, "no_snapshot", "no snapshot yet"),
        Arguments.of(new Failure.Draining(), 503, "draining", "shutting down"),
        Arguments.of(new Failure.BuffersFull(new Bytes(1 << 20)), 503, "buffers_full", "1.0 MiB"),
        Arguments.of(new Failure.Overloaded(5), 429, "too_many_requests", "5 requests"),
        Arguments.of(new Failure.LearningFull(), 429, "too_many_requests", "send this one again"),
        Arguments.of(
            new Failure.NoReadyEndpoint(List.of("a", "b")), 503, "no_ready_endpoint", "a, b"),
        Arguments.of(
            new Failure.Unreachable("t", 2, Failure.Cause.REFUSED),
            502,
            "upstream_unreachable",
            "refused the connection"),
        Arguments.of(
            new Failure.TimedOut(Failure.Phase.TOTAL, Duration.ofSeconds(3), 1),
            504,
            "timeout_total",
            "within 3 s"),
        Arguments.of(
            new Failure.TimedOut(Failure.Phase.FIRST_TOKEN, Duration.ofMillis(1500), 1),
            504,
            "timeout_first_token",
            "within 1500 ms"),
        Arguments.of(new Failure.Interrupted("e"), 502, "upstream_interrupted", "e broke off"),
        Arguments.of(new Failure.ClientGone(), 499, "client_closed", "closed"),
        Arguments.of(new Failure.Internal("id"), 500, "internal_error", "request id id"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void map_each_isInOpenAiShape(Failure failure, int status, String code, String words)
      throws IOException {
    Problem problem = FailureMapper.map(failure);
    JsonNode error = new JsonMapper().readTree(problem.body()).get("error");
    assertThat(problem.status()).isEqualTo(status);
    assertThat(error.get("code").asText()).isEqualTo(code);
    assertThat(error.get("message").asText()).contains(words);
    assertThat(error.get("type").asText()).endsWith("_error");
    assertThat(error.has("param")).isTrue();
    assertThat(problem.retryAfterSeconds() > 0)
        .isEqualTo(status == 429 || status == 503 || code.equals("upstream_unreachable"));
  }
}
