// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.revisions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Asks a sidecar for {@code GET /conduit/classifier}. */
public final class RevisionsClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final URI url;

  /**
   * @param base of the sidecar, without {@code /v1}
   */
  public RevisionsClient(URI base) {
    this.url = URI.create(base + "/conduit/classifier");
  }

  /** What became of the question. */
  public sealed interface Answer {
    /** The sidecar answered. */
    record Known(Revisions revisions) implements Answer {}

    /** It did not, or it is none; in words, with the address. */
    record Failed(String message) implements Answer {}
  }

  public Answer ask() throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(LIMIT).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? known(answer.body()) : refused(answer);
    } catch (IOException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      return new Answer.Failed("no answer from " + url + ": " + why);
    }
  }

  private Answer known(String body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return noSidecar();
    }
    if (!json.path("policy").isTextual() || !json.path("learned").isBoolean()) {
      return noSidecar();
    }
    List<Revisions.Revision> all = new ArrayList<>();
    for (JsonNode one : json.path("revisions")) {
      all.add(new Revisions.Revision(one.path("revision").asText(), one.path("report").asText()));
    }
    return new Answer.Known(
        new Revisions(
            json.path("policy").asText(),
            json.path("learned").asBoolean(),
            json.path("revision").asText(),
            json.path("pinned").asText(),
            json.path("outcomes").asLong(),
            all));
  }

  private Answer noSidecar() {
    return new Answer.Failed(url + " answers, but not as a sidecar of Conduit does");
  }

  private Answer refused(HttpResponse<String> answer) {
    String message = "";
    try {
      message = JSON.readTree(answer.body()).path("error").path("message").asText();
    } catch (JsonProcessingException e) {
      // Not one of ours; the status says what there is to say.
    }
    return new Answer.Failed(
        url + " answers " + answer.statusCode() + (message.isEmpty() ? "" : ": " + message));
  }
}
