// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.conduit.conformance.cases.Case;
import dev.conduit.conformance.cases.Cases;
import dev.conduit.conformance.wire.Answer;
import dev.conduit.conformance.wire.Client;
import dev.conduit.conformance.wire.Recordings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Plays the recorded answers over a real socket, changed as a test wants. */
final class ReplayServer implements AutoCloseable {
  private static final Map<String, String> RECORDINGS =
      Cases.all().stream().collect(Collectors.toMap(Case::name, Case::recording));

  private final HttpServer server;
  private final BiFunction<String, Answer, Answer> change;

  ReplayServer(BiFunction<String, Answer, Answer> change) throws IOException {
    this.change = change;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String name = Objects.requireNonNull(exchange.getRequestHeaders().getFirst(Client.CASE_HEADER));
    Answer answer = change.apply(name, Recordings.VLLM.load(RECORDINGS.get(name)));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach((header, value) -> exchange.getResponseHeaders().set(header, value));
    boolean chunked = answer.header("content-length").isEmpty();
    exchange.sendResponseHeaders(
        answer.status(), chunked ? 0 : body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
