// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hub and its storage on two real sockets, over a folder with {@code ORG/NAME/} repositories.
 *
 * <p>Like the real one: small files come from the hub, {@code .safetensors} and {@code .gguf} are
 * redirected to signed URLs of storage; both answer ranges; each answer of the hub has {@code
 * X-Repo-Commit}, each refusal {@code X-Error-Code}. Storage refuses a request without its
 * signature and one with a token. Repositories can be gated; answers can be queued.
 */
public final class HubServer implements AutoCloseable {
  /** What branch {@code main} of every repository stands for at first. */
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final Pattern RESOLVE = Pattern.compile("/([^/]+/[^/]+)/resolve/([^/]+)/(.+)");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final String SIGNATURE = "X-Amz-Signature=5ec2e7";
  private static final int LARGEST_ANSWER = 64 << 20;

  private final Path folder;
  private final HttpServer hub;
  private final HttpServer storage;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Integer> next = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> gated = new ConcurrentHashMap<>();
  private final Map<String, String> renamed = new ConcurrentHashMap<>();
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  private volatile String commit = COMMIT;
  private volatile long sent;

  /** Starts both. */
  public HubServer(Path folder) throws IOException {
    this(folder, 0);
  }

  /**
   * Starts both.
   *
   * @param port of the hub, one that is free; zero for any
   */
  public HubServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.hub = start(this::hub, port);
    this.storage = start(this::storage, 0);
  }

  private HttpServer start(com.sun.net.httpserver.HttpHandler handler, int port)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
  }

  /** Gives a repository's files only to who has the token. */
  public void gate(String repository, String token) {
    gated.put(repository, token);
  }

  /** Gives them to all again. */
  public void open(String repository) {
    gated.remove(repository);
  }

  /** Redirects from an old name of a repository to its new one, as the hub does. */
  public void rename(String old, String repository) {
    renamed.put(old, repository);
  }

  /** Answers nobody until {@link #release}. */
  public void hold() {
    gate.drainPermits();
  }

  /** Answers all who wait, and who comes. */
  public void release() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  /** Answers the next requests with these statuses; 429 asks to wait a second. */
  public void answerNext(Integer... statuses) {
    next.addAll(List.of(statuses));
  }

  /** Puts another commit on branch {@code main} of every repository. */
  public void push(String other) {
    commit = other;
  }

  /** Requests so far, storage's too: method, path, {@code Range}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Bytes of bodies so far. */
  public long sent() {
    return sent;
  }

  private void hub(HttpExchange exchange) throws IOException {
    try (exchange) {
      note(exchange);
      gate.acquireUninterruptibly();
      if (!next.isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(next.removeFirst(), -1);
        return;
      }
      Matcher path = RESOLVE.matcher(exchange.getRequestURI().getPath());
      if (path.matches() && renamed.containsKey(path.group(1))) {
        exchange
            .getResponseHeaders()
            .add(
                "Location",
                "/%s/resolve/%s/%s"
                    .formatted(renamed.get(path.group(1)), path.group(2), path.group(3)));
        exchange.sendResponseHeaders(307, -1);
      } else if (path.matches()) {
        resolve(exchange, path.group(1), path.group(2), path.group(3));
      } else {
        refuse(exchange, 404, "");
      }
    }
  }

  private void resolve(HttpExchange exchange, String repository, String revision, String name)
      throws IOException {
    Path file = folder.resolve(repository).resolve(name).normalize();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (!Files.isDirectory(folder.resolve(repository))) {
      refuse(exchange, token == null ? 401 : 404, "RepoNotFound");
    } else if (gated.containsKey(repository)
        && !("Bearer " + gated.get(repository)).equals(token)) {
      refuse(exchange, token == null ? 401 : 403, "GatedRepo");
    } else if (!revision.equals("main") && !revision.equals(commit)) {
      refuse(exchange, 404, "RevisionNotFound");
    } else if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      refuse(exchange, 404, "EntryNotFound");
    } else {
      exchange.getResponseHeaders().add("X-Repo-Commit", commit);
      give(exchange, file);
    }
  }

  private void give(HttpExchange exchange, Path file) throws IOException {
    String name = file.toString();
    if (name.endsWith(".safetensors") || name.endsWith(".gguf")) {
      exchange.getResponseHeaders().add("X-Linked-Size", Long.toString(Files.size(file)));
      exchange
          .getResponseHeaders()
          .add(
              "Location",
              "http://127.0.0.1:%d/%s?%s"
                  .formatted(storage.getAddress().getPort(), folder.relativize(file), SIGNATURE));
      exchange.sendResponseHeaders(302, -1);
    } else {
      content(exchange, file);
    }
  }

  private void storage(HttpExchange exchange) throws IOException {
    try (exchange) {
      note(exchange);
      boolean signed = SIGNATURE.equals(exchange.getRequestURI().getQuery());
      if (!signed || exchange.getRequestHeaders().containsKey("Authorization")) {
        exchange.sendResponseHeaders(400, -1); // as S3 does with two kinds of credentials
        return;
      }
      content(exchange, folder.resolve(exchange.getRequestURI().getPath().substring(1)));
    }
  }

  private void content(HttpExchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Long.toString(size));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String header = exchange.getRequestHeaders().getFirst("Range");
    Matcher range = RANGE.matcher(header == null ? "" : header);
    long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
    long to =
        range.matches() && !range.group(2).isEmpty()
            ? Math.min(size, Long.parseLong(range.group(2)) + 1)
            : size;
    if (to - from > LARGEST_ANSWER) {
      exchange.sendResponseHeaders(507, -1);
      return;
    }
    if (range.matches()) {
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, size));
    }
    byte[] part = part(file, from, (int) (to - from));
    exchange.sendResponseHeaders(range.matches() ? 206 : 200, part.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(part);
    }
    count(part.length);
  }

  private static byte[] part(Path file, long from, int length) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      byte[] part = new byte[length];
      open.seek(from);
      open.readFully(part);
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    if (!code.isEmpty()) {
      exchange.getResponseHeaders().add("X-Error-Code", code);
    }
    exchange.sendResponseHeaders(status, -1);
  }

  private void note(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getPath()
            + (range == null ? "" : " " + range));
  }

  private synchronized void count(long bytes) {
    sent += bytes;
  }

  @Override
  public void close() {
    hub.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}
