// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A hub on a real socket with one file. Like the real one it states size and checksum on HEAD and
 * redirects GET to another host name; unlike it, it can cut connections.
 */
final class FakeHub implements AutoCloseable {
  static final String PATH = "/org/repo/resolve/main/model.gguf";

  private final HttpServer server;
  final List<String> ranges = new ArrayList<>();
  final List<String> storageTokens = new ArrayList<>();
  byte[] stated;
  byte[] served;
  int cutAfter = Integer.MAX_VALUE;
  int cuts;
  int gets;
  int status = 200;

  FakeHub(byte[] content) throws IOException {
    stated = content;
    served = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
    } else if (path.startsWith("/api/models/org/repo")) {
      byte[] body =
          "{\"siblings\":[{\"rfilename\":\"README.md\"},{\"rfilename\":\"model.gguf\"}]}"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } else if (path.equals("/storage")) {
      storage(exchange);
    } else if (!path.equals(PATH)) {
      exchange.sendResponseHeaders(404, -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("X-Linked-Etag", '"' + TestFiles.sha256(stated) + '"');
      exchange.getResponseHeaders().add("X-Linked-Size", Integer.toString(stated.length));
      exchange.sendResponseHeaders(302, -1);
    } else {
      String storage = "http://localhost:" + server.getAddress().getPort() + "/storage";
      exchange.getResponseHeaders().add("Location", storage);
      exchange.sendResponseHeaders(302, -1);
    }
    exchange.close();
  }

  private void storage(HttpExchange exchange) throws IOException {
    gets++;
    String range = exchange.getRequestHeaders().getFirst("Range");
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (token != null) {
      storageTokens.add(token);
    }
    int from = 0;
    if (range != null) {
      ranges.add(range);
      from = Integer.parseInt(range.replaceAll("\\D+", " ").strip());
    }
    int length = served.length - from;
    exchange.sendResponseHeaders(range == null ? 200 : 206, length);
    try (OutputStream body = exchange.getResponseBody()) {
      int part = cuts > 0 ? Math.min(cutAfter, length) : length;
      body.write(served, from, part);
      body.flush();
      if (part < length) {
        cuts--;
        throw new IOException("cut on purpose");
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
