// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
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

/**
 * Requests to the hub: with its token to itself and without it to where it redirects, again where
 * that may help, and each refusal by its kind. Safe for use by several threads.
 */
final class Exchange {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST_REDIRECTS = 5;
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final HubAccess access;
  private final Duration patience;
  private final Pause pause;
  private final ProxyVariables proxies;
  private final HttpClient http;

  /** Waits between attempts. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** One attempt. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws HubFailure, InterruptedException;
  }

  /** An answer that is no redirect, with the commit that the hub named on the way. */
  record Followed<T>(HttpResponse<T> answer, Optional<String> commit) {}

  Exchange(HubAccess access, Map<String, String> environment, Duration patience, Pause pause) {
    this.access = access;
    this.patience = patience;
    this.pause = pause;
    this.proxies = new ProxyVariables(environment);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(proxies)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Again where another attempt may go well. */
  <T> T patiently(Call<T> call) throws HubFailure, InterruptedException {
    Duration wait = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.make();
      } catch (HubFailure failure) {
        if (attempt == ATTEMPTS || !failure.isPassing()) {
          throw failure;
        }
        Duration asked = failure.after().isZero() ? wait : failure.after();
        pause.of(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
        wait = wait.multipliedBy(2);
      }
    }
  }

  /** What the hub itself answers, redirects included. */
  <T> HttpResponse<T> head(String what, String path, BodyHandler<T> body)
      throws HubFailure, InterruptedException {
    HttpResponse<T> answer =
        send(request(own(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), body);
    if (answer.statusCode() >= 400) {
      close(answer);
    }
    refuse(what, answer);
    return answer;
  }

  /**
   * What is found at the end of the redirects: status 200, 206 or 416.
   *
   * @param range as the header has it; empty for the whole file
   */
  <T> Followed<T> follow(String what, String path, String range, BodyHandler<T> body)
      throws HubFailure, InterruptedException {
    URI url = own(path);
    Optional<String> commit = Optional.empty();
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request = request(url).GET();
      if (!range.isEmpty()) {
        request.header("range", range);
      }
      HttpResponse<T> answer = send(request.build(), body);
      if (access.owns(url)) {
        Optional<String> here = answer.headers().firstValue("x-repo-commit");
        commit = commit.isPresent() ? commit : here;
      }
      int status = answer.statusCode();
      if (status < 300 || status == 416) {
        return new Followed<>(answer, commit);
      }
      close(answer);
      refuse(what, answer);
      Optional<String> location = answer.headers().firstValue("location");
      if (location.isEmpty()) {
        throw new HubFailure(
            HubFailure.Kind.BROKEN, "%s redirects nowhere".formatted(access.endpoint()));
      }
      url = target(url, location.get());
    }
    throw new HubFailure(
        HubFailure.Kind.BROKEN,
        "%s redirects more than %d times".formatted(access.endpoint(), MOST_REDIRECTS));
  }

  /** Not named in the failure: storage's URLs have a signature in them. */
  private URI target(URI from, String location) throws HubFailure {
    try {
      URI to = from.resolve(new URI(location));
      if (to.getHost() != null && String.valueOf(to.getScheme()).matches("https?")) {
        return to;
      }
    } catch (URISyntaxException e) {
      // said below, without the text
    }
    throw new HubFailure(
        HubFailure.Kind.BROKEN, "%s redirects to what is no URL".formatted(access.endpoint()));
  }

  /** A body that nobody reads would keep its connection until it is collected as garbage. */
  private static void close(HttpResponse<?> answer) {
    if (answer.body() instanceof Closeable body) {
      try {
        body.close();
      } catch (IOException e) {
        // the connection is gone already
      }
    }
  }

  private URI own(String path) {
    return URI.create(access.endpoint() + path);
  }

  private HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(patience).header("user-agent", "conduit");
    if (access.owns(url)) {
      access.token().ifPresent(value -> request.header("authorization", "Bearer " + value));
    }
    return request;
  }

  /** The timeout is of the whole answer, where the handler collects it. */
  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws HubFailure, InterruptedException {
    Optional<String> problem = proxies.problem(request.uri());
    if (problem.isPresent()) {
      throw new HubFailure(HubFailure.Kind.UNREACHABLE, problem.get());
    }
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable(request, "does not answer within %d s".formatted(patience.toSeconds()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case HttpTimeoutException late ->
            unreachable(
                request, "does not answer within %d s".formatted(patience.toSeconds()), late);
        case ConnectException refused -> unreachable(request, "cannot be reached", refused);
        case IOException broken ->
            new HubFailure(
                HubFailure.Kind.BROKEN,
                "the connection to %s broke".formatted(host(request)),
                Duration.ZERO,
                broken);
        case null, default -> unreachable(request, "cannot be asked", e);
      };
    }
  }

  private static HubFailure unreachable(HttpRequest request, String how, Throwable cause) {
    return new HubFailure(
        HubFailure.Kind.UNREACHABLE, host(request) + " " + how, Duration.ZERO, cause);
  }

  /** Not the whole URL: storage's has a signature in it. */
  private static String host(HttpRequest request) {
    return request.uri().getScheme() + "://" + request.uri().getAuthority();
  }

  private void refuse(String what, HttpResponse<?> answer) throws HubFailure {
    int status = answer.statusCode();
    if (status < 400) {
      return;
    }
    HttpHeaders headers = answer.headers();
    String said = headers.firstValue("x-error-code").orElse("");
    HubFailure.Kind kind =
        switch (said) {
          case "GatedRepo" -> HubFailure.Kind.GATED;
          case "RepoNotFound" -> HubFailure.Kind.NO_REPOSITORY;
          case "RevisionNotFound" -> HubFailure.Kind.NO_REVISION;
          case "EntryNotFound" -> HubFailure.Kind.NO_FILE;
          default -> kind(status);
        };
    Duration after =
        headers
            .firstValue("retry-after")
            .filter(text -> text.matches("\\d{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(Duration.ZERO);
    throw new HubFailure(
        kind,
        "%s answered %d%s for %s"
            .formatted(
                access.endpoint(), status, said.matches("\\w{1,40}") ? " " + said : "", what),
        after,
        null);
  }

  private static HubFailure.Kind kind(int status) {
    return switch (status) {
      case 401, 403 -> HubFailure.Kind.REFUSED;
      case 404 -> HubFailure.Kind.NO_FILE;
      case 429 -> HubFailure.Kind.BUSY;
      default -> HubFailure.Kind.BROKEN;
    };
  }
}
