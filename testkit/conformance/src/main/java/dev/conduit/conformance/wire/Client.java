// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks a server over HTTP/1.1 and reads its whole answer. May be used by one thread at a time. */
public final class Client implements AutoCloseable {
  /** Names the case that a request belongs to, for logs of the server. */
  public static final String CASE_HEADER = "x-conformance-case";

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration TOTAL = Duration.ofMinutes(2);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * A client of one server.
   *
   * @param base scheme, host and port, without a path
   */
  public Client(URI base) {
    this.base = base;
  }

  /**
   * Sends a request and waits for the end of the answer.
   *
   * <p>Errors: throws {@link IOException} when there is no whole answer.
   *
   * @param name of the case
   */
  public Answer send(String name, Ask ask) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(ask.path()))
            .timeout(TOTAL)
            .header("content-type", "application/json")
            .header(CASE_HEADER, name)
            .method(ask.method(), body(ask))
            .build();
    HttpResponse<String> response =
        http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((key, values) -> headers.put(key, String.join(",", values)));
    return new Answer(response.statusCode(), headers, response.body());
  }

  private static HttpRequest.BodyPublisher body(Ask ask) {
    return ask.body().isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(ask.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
