// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A real child process for tests: an engine ({@code engine PORT MODEL}) that can be told to crash,
 * one that never comes up ({@code fail STATUS MESSAGE}), or what stands for the sidecar ({@code
 * sidecar}).
 */
public final class TinyServer {
  private TinyServer() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "engine" -> engine(Integer.parseInt(arguments[1]), arguments[2]);
      case "sidecar" -> sidecar();
      case "fail" -> {
        System.err.println(arguments[2]);
        System.exit(Integer.parseInt(arguments[1]));
      }
      default -> throw new IllegalArgumentException(List.of(arguments).toString());
    }
  }

  private static void engine(int port, String model) throws IOException {
    HttpServer server = listen(port);
    server.createContext("/health", exchange -> answer(exchange, "{}"));
    server.createContext(
        "/v1/models", exchange -> answer(exchange, "{\"data\":[{\"id\":\"" + model + "\"}]}"));
    server.createContext("/v1/completions", exchange -> answer(exchange, "{}"));
    server.createContext("/crash", exchange -> Runtime.getRuntime().halt(3));
  }

  private static void sidecar() throws IOException {
    listen(Integer.parseInt(System.getenv("CONDUIT_SIDECAR_LISTEN_PORT")));
    listen(Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT")))
        .createContext("/q/health/ready", exchange -> answer(exchange, "{}"));
  }

  private static HttpServer listen(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
