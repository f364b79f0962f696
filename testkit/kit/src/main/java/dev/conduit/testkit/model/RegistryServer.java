// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry, its place for tokens and its storage on three real sockets: for what a plain registry
 * program does not do, as registries of clouds do. It asks for tokens, redirects blobs to signed
 * URLs of a storage that refuses requests with credentials, and answers queued statuses.
 */
public final class RegistryServer implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/v2/(.+)/(manifests|blobs|upload)/([^/]+)(/?)");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
  private static final String SIGNATURE = "X-Amz-Signature=5ec2e7";
  private static final String TOKEN = "t0ken-of-";

  /** What it asks for. */
  public enum Login {
    NONE,
    /** A token, which anybody gets, or who has the user and password of {@link #ask}. */
    TOKEN,
    BASIC
  }

  private final HttpServer registry;
  private final HttpServer tokens;
  private final HttpServer storage;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final List<Integer> next = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Login login = Login.NONE;
  private volatile String wanted = "";

  /** Starts all three. */
  public RegistryServer() throws IOException {
    this.registry = start(this::registry);
    this.tokens = start(this::tokens);
    this.storage = start(this::storage);
  }

  private HttpServer start(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  /** Host and port, as references have them. */
  public String name() {
    return "127.0.0.1:" + registry.getAddress().getPort();
  }

  public RegistryPush push() {
    return new RegistryPush(URI.create("http://" + name()), "");
  }

  /**
   * From now on asks for this; {@code user:password}, or an identity token, that opens it; empty
   * for anybody.
   */
  public void ask(Login how, String userAndPassword) {
    login = how;
    wanted = userAndPassword;
  }

  /** Answers the next requests to the registry itself with these statuses. */
  public void answerNext(Integer... statuses) {
    next.addAll(List.of(statuses));
  }

  /** Requests so far: {@code registry|tokens|storage}, method, path, {@code Range}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void registry(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      note("registry", exchange);
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (!next.isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(next.removeFirst(), -1);
      } else if (!path.matches()) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!isOpen(exchange, path.group(1))) {
        challenge(exchange, path.group(1));
      } else if (List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        give(exchange, path.group(2), path.group(1) + "/" + path.group(3));
      } else {
        take(exchange, path, body);
      }
    }
  }

  private boolean isOpen(HttpExchange exchange, String repository) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return switch (login) {
      case NONE -> true;
      case TOKEN -> ("Bearer " + TOKEN + repository.replace('/', '.')).equals(given);
      case BASIC -> basic().equals(given);
    };
  }

  private String basic() {
    return "Basic " + Base64.getEncoder().encodeToString(wanted.getBytes(StandardCharsets.UTF_8));
  }

  private void challenge(HttpExchange exchange, String repository) throws IOException {
    exchange
        .getResponseHeaders()
        .add(
            "WWW-Authenticate",
            login == Login.BASIC
                ? "Basic realm=\"registry\""
                : "Bearer realm=\"http://127.0.0.1:%d/token\",service=\"test\",scope=\"repository:%s:pull\""
                    .formatted(tokens.getAddress().getPort(), repository));
    exchange.sendResponseHeaders(401, -1);
  }

  private void give(HttpExchange exchange, String kind, String key) throws IOException {
    if (kind.equals("blobs")) {
      exchange
          .getResponseHeaders()
          .add(
              "Location",
              "http://127.0.0.1:%d/%s?%s"
                  .formatted(
                      storage.getAddress().getPort(),
                      key.substring(key.lastIndexOf('/') + 1),
                      SIGNATURE));
      exchange.sendResponseHeaders(307, -1);
      return;
    }
    byte[] manifest = manifests.get(key);
    if (manifest == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getResponseHeaders().add("Docker-Content-Digest", Blob.digest(manifest));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, manifest.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(manifest);
    }
  }

  private void take(HttpExchange exchange, Matcher path, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().add("Location", "/v2/" + path.group(1) + "/upload/1");
      exchange.sendResponseHeaders(202, -1);
      return;
    }
    if (path.group(2).equals("manifests")) {
      manifests.put(path.group(1) + "/" + path.group(3), body);
      manifests.put(path.group(1) + "/" + Blob.digest(body), body);
    } else {
      blobs.put(Blob.digest(body), body);
    }
    exchange.sendResponseHeaders(201, -1);
  }

  private void tokens(HttpExchange exchange) throws IOException {
    try (exchange) {
      note("tokens", exchange);
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      boolean form = exchange.getRequestMethod().equals("POST");
      String query =
          form
              ? URLDecoder.decode(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  StandardCharsets.UTF_8)
              : String.valueOf(exchange.getRequestURI().getQuery());
      boolean known =
          form
              ? query.startsWith("grant_type=refresh_token&")
                  && query.endsWith("&refresh_token=" + wanted)
              : wanted.isEmpty() || basic().equals(given);
      Matcher scope = Pattern.compile(".*scope=repository:([^:]+):pull.*").matcher(query);
      if (!scope.matches() || !known) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] token =
          "{\"%s\": \"%s\"}"
              .formatted(form ? "access_token" : "token", TOKEN + scope.group(1).replace('/', '.'))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, token.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(token);
      }
    }
  }

  private void storage(HttpExchange exchange) throws IOException {
    try (exchange) {
      note("storage", exchange);
      byte[] blob = blobs.get(exchange.getRequestURI().getPath().substring(1));
      Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
      boolean signed = SIGNATURE.equals(exchange.getRequestURI().getQuery());
      if (!signed
          || exchange.getRequestHeaders().containsKey("Authorization")
          || !range.matches()) {
        exchange.sendResponseHeaders(400, -1); // as S3 does with two kinds of credentials
        return;
      }
      if (blob == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int from = Math.min(blob.length, Integer.parseInt(range.group(1)));
      int to = Math.min(blob.length, Integer.parseInt(range.group(2)) + 1);
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, blob.length));
      exchange.sendResponseHeaders(206, to - from);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(blob, from, to - from);
      }
    }
  }

  private void note(String where, HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(
        "%s %s %s%s"
            .formatted(
                where,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                range == null ? "" : " " + range));
  }

  @Override
  public void close() {
    registry.stop(0);
    tokens.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}
