// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;

/**
 * Answers what a readiness check asks of an engine: its health, its models, one token. An unknown
 * model is a 404, as vLLM has it.
 */
final class StandIn implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  private final EnginePod engine;
  private final HttpServer server;

  StandIn(EnginePod engine, ExecutorService requests) throws IOException {
    this.engine = engine;
    InetAddress address = InetAddress.ofLiteral(engine.address());
    server = HttpServer.create(new InetSocketAddress(address, engine.port()), 0);
    server.setExecutor(requests);
    server.createContext("/", this::onRequest);
    server.start();
  }

  /** Ends when it listens where another engine shall; true then. */
  boolean endsAt(EnginePod other) {
    boolean same = engine.address().equals(other.address()) && engine.port() == other.port();
    if (same) {
      close();
    }
    return same;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void onRequest(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/v1/models" -> answer(exchange, OK, models());
        case "/v1/chat/completions" -> complete(exchange, "chat.completion");
        case "/v1/completions" -> complete(exchange, "text_completion");
        default -> answer(exchange, OK, JSON.createObjectNode());
      }
    }
  }

  private ObjectNode models() {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    engine.servedNames().forEach(name -> data.addObject().put("id", name).put("object", "model"));
    return list;
  }

  private void complete(HttpExchange exchange, String object) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String model = request.path("model").asText();
    if (!engine.servedNames().contains(model)) {
      ObjectNode refusal = JSON.createObjectNode();
      refusal.putObject("error").put("message", "The model `" + model + "` does not exist.");
      answer(exchange, NOT_FOUND, refusal);
      return;
    }
    ObjectNode completion =
        JSON.createObjectNode()
            .put("id", "stand-in")
            .put("object", object)
            .put("created", 0)
            .put("model", model);
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "length");
    if (object.equals("text_completion")) {
      choice.put("text", "Yes");
    } else {
      choice.putObject("message").put("role", "assistant").put("content", "Yes");
    }
    completion
        .putObject("usage")
        .put("prompt_tokens", 1)
        .put("completion_tokens", 1)
        .put("total_tokens", 2);
    answer(exchange, OK, completion);
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
