// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * One request and its answer, over a proxy where variables name one. Follows no redirect by itself:
 * what may be sent along is for the caller to say. Safe for use by several threads.
 */
public final class Wire {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final Duration LOOKUP = Duration.ofMinutes(2);

  private final Duration patience;
  private final Pause pause;
  private final ProxyVariables proxies;
  private final HttpClient http;
  private final LongSupplier nanos;

  /** Whether requests have an end in common. */
  private final boolean bounded;

  /** That end, of {@link #nanos}. */
  private final long deadline;

  /** Waits between attempts. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** One attempt. */
  @FunctionalInterface
  public interface Call<T> {
    T make() throws StoreFailure, InterruptedException;
  }

  /**
   * @param environment variables, of which those of proxies count
   */
  public Wire(Map<String, String> environment) {
    this(environment, PATIENCE, Thread::sleep);
  }

  /**
   * @param patience with one answer, its body included where the handler collects it
   */
  public Wire(Map<String, String> environment, Duration patience, Pause pause) {
    this(environment, patience, pause, System::nanoTime);
  }

  /**
   * @param nanos time that never goes back, of any start
   */
  public Wire(Map<String, String> environment, Duration patience, Pause pause, LongSupplier nanos) {
    this.patience = patience;
    this.pause = pause;
    this.nanos = nanos;
    this.bounded = false;
    this.deadline = 0;
    this.proxies = new ProxyVariables(environment);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(proxies)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private Wire(Wire other, long deadline) {
    this.patience = other.patience;
    this.pause = other.pause;
    this.nanos = other.nanos;
    this.proxies = other.proxies;
    this.http = other.http;
    this.bounded = true;
    this.deadline = deadline;
  }

  /**
   * The same for the requests of one lookup: two minutes from now for all of them, so that a slow
   * store does not hold a thread for hours. An earlier end stays.
   */
  public Wire lookup() {
    return bounded ? this : new Wire(this, nanos.getAsLong() + LOOKUP.toNanos());
  }

  /** With one answer, or what the lookup has left. */
  private Duration patience(URI url) throws StoreFailure {
    if (!bounded) {
      return patience;
    }
    Duration left = Duration.ofNanos(deadline - nanos.getAsLong());
    if (left.toMillis() <= 0) {
      throw new StoreFailure(
          StoreFailure.Kind.UNREACHABLE,
          "%s is too slow: what is to be read of one model took more than %d s in all"
              .formatted(host(url), LOOKUP.toSeconds()));
    }
    return left.compareTo(patience) < 0 ? left : patience;
  }

  /** Again where another attempt may go well. */
  public <T> T patiently(Call<T> call) throws StoreFailure, InterruptedException {
    Duration wait = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.make();
      } catch (StoreFailure failure) {
        if (attempt == ATTEMPTS || !failure.isPassing()) {
          throw failure;
        }
        Duration asked = failure.after().isZero() ? wait : failure.after();
        pause.of(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
        wait = wait.multipliedBy(2);
      }
    }
  }

  /** A request that nothing is sent along with yet. */
  public HttpRequest.Builder request(URI url) {
    return HttpRequest.newBuilder(url).timeout(patience).header("user-agent", "conduit");
  }

  /** Its answer, whatever the status. */
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws StoreFailure, InterruptedException {
    Optional<String> problem = proxies.problem(request.uri());
    if (problem.isPresent()) {
      throw new StoreFailure(StoreFailure.Kind.UNREACHABLE, problem.get());
    }
    Duration most = patience(request.uri());
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
    try {
      return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable(request, "does not answer within %d s".formatted(most.toSeconds()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case HttpTimeoutException late ->
            unreachable(request, "does not answer within %d s".formatted(most.toSeconds()), late);
        case ConnectException refused -> unreachable(request, "cannot be reached", refused);
        case IOException broken ->
            new StoreFailure(
                StoreFailure.Kind.BROKEN,
                "the connection to %s broke, or its answer is longer than what was asked for"
                    .formatted(host(request.uri())),
                Duration.ZERO,
                broken);
        case null, default -> unreachable(request, "cannot be asked", e);
      };
    }
  }

  /**
   * Where a redirect leads. Not named in full in the failure: storage's URLs have a signature in
   * them.
   *
   * @param store that redirects, in words
   * @param own the store's address: what it says leads to this machine only where it is here itself
   */
  public URI target(String store, URI own, URI from, HttpResponse<?> answer) throws StoreFailure {
    Optional<String> location = answer.headers().firstValue("location");
    if (location.isEmpty()) {
      throw new StoreFailure(StoreFailure.Kind.BROKEN, "%s redirects nowhere".formatted(store));
    }
    try {
      URI to = from.resolve(new URI(location.get()));
      if (to.getHost() != null && String.valueOf(to.getScheme()).matches("https?")) {
        refuseLess(store, from, to);
        refuseInward(store, own, to);
        return to;
      }
    } catch (URISyntaxException e) {
      // said below, without the text
    }
    throw new StoreFailure(
        StoreFailure.Kind.BROKEN, "%s redirects to what is no URL".formatted(store));
  }

  private static void refuseLess(String store, URI from, URI to) throws StoreFailure {
    if (from.getScheme().equals("https") && !to.getScheme().equals("https")) {
      throw new StoreFailure(
          StoreFailure.Kind.REFUSED,
          "%s redirects from https to %s, which is not followed; let its storage speak https"
              .formatted(store, host(to)));
    }
  }

  /**
   * What a store says is no reason to ask this machine or its network's services, such as a cloud's
   * for metadata.
   *
   * @param store that says so, in words
   * @param own its address
   */
  public void refuseInward(String store, URI own, URI to) throws StoreFailure {
    if (Inward.is(to, isProxied(to)) && !Inward.is(own, isProxied(own))) {
      throw new StoreFailure(
          StoreFailure.Kind.REFUSED,
          "%s sends to %s, an address of this machine or link, which is not followed; let it name one that others reach too"
              .formatted(store, host(to)));
    }
  }

  private boolean isProxied(URI url) {
    return !proxies.select(url).contains(Proxy.NO_PROXY);
  }

  /** A body that nobody reads would keep its connection until it is collected as garbage. */
  public static void close(HttpResponse<?> answer) {
    if (answer.body() instanceof Closeable body) {
      try {
        body.close();
      } catch (IOException e) {
        // the connection is gone already
      }
    }
  }

  /** How long a refusal asks to wait; zero when it does not say. */
  public static Duration retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("retry-after")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  /** Not the whole URL: storage's has a signature in it, and any may have a password. */
  public static String host(URI url) {
    String authority = String.valueOf(url.getRawAuthority());
    return url.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static StoreFailure unreachable(HttpRequest request, String how, Throwable cause) {
    return new StoreFailure(
        StoreFailure.Kind.UNREACHABLE, host(request.uri()) + " " + how, Duration.ZERO, cause);
  }
}
