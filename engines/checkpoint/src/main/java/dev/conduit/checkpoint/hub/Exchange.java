// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.checkpoint.wire.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.Optional;

/**
 * Requests to the hub: with its token to itself and without it to where it redirects, and each
 * refusal by its kind. Safe for use by several threads.
 */
final class Exchange {
  private static final int MOST_REDIRECTS = 5;

  private final HubAccess access;
  private final Wire wire;

  /** An answer that is no redirect, with the commit that the hub named on the way. */
  record Followed<T>(HttpResponse<T> answer, Optional<String> commit) {}

  Exchange(HubAccess access, Wire wire) {
    this.access = access;
    this.wire = wire;
  }

  /** The same for one lookup, whose requests have an end in common. */
  Exchange lookup() {
    return new Exchange(access, wire.lookup());
  }

  /** Again where another attempt may go well. */
  <T> T patiently(Wire.Call<T> call) throws StoreFailure, InterruptedException {
    return wire.patiently(call);
  }

  /**
   * What the hub itself answers of a file, a redirect to storage included. A repository that was
   * renamed is followed to its new name: such a redirect says nothing of a file.
   */
  <T> HttpResponse<T> head(String what, String path, BodyHandler<T> body)
      throws StoreFailure, InterruptedException {
    URI url = own(path);
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<T> answer =
          wire.send(request(url).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), body);
      if (answer.statusCode() >= 400) {
        Wire.close(answer);
      }
      refuse(what, answer);
      if (answer.statusCode() < 300 || isOfFile(answer)) {
        return answer;
      }
      URI next = wire.target(access.endpoint().toString(), access.endpoint(), url, answer);
      if (!access.owns(next)) {
        return answer;
      }
      Wire.close(answer);
      url = next;
    }
    throw endless();
  }

  /**
   * What is found at the end of the redirects: status 200, 206 or 416.
   *
   * @param range as the header has it; empty for the whole file
   */
  <T> Followed<T> follow(String what, String path, String range, BodyHandler<T> body)
      throws StoreFailure, InterruptedException {
    URI url = own(path);
    Optional<String> commit = Optional.empty();
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request = request(url).GET();
      if (!range.isEmpty()) {
        request.header("range", range);
      }
      HttpResponse<T> answer = wire.send(request.build(), body);
      if (access.owns(url)) {
        commit = commit.isPresent() ? commit : commit(answer);
      }
      int status = answer.statusCode();
      if (status < 300 || status == 416) {
        return new Followed<>(answer, commit);
      }
      Wire.close(answer);
      refuse(what, answer);
      url = wire.target(access.endpoint().toString(), access.endpoint(), url, answer);
    }
    throw endless();
  }

  private StoreFailure endless() {
    return new StoreFailure(
        StoreFailure.Kind.BROKEN,
        "%s redirects more than %d times".formatted(access.endpoint(), MOST_REDIRECTS));
  }

  /** Mirrors may name no commit. */
  private static boolean isOfFile(HttpResponse<?> answer) {
    return commit(answer).isPresent()
        || answer.headers().firstValue("x-linked-etag").isPresent()
        || answer.headers().firstValue("x-linked-size").isPresent();
  }

  private static Optional<String> commit(HttpResponse<?> answer) {
    return answer.headers().firstValue("x-repo-commit");
  }

  private URI own(String path) {
    return URI.create(access.endpoint() + path);
  }

  private HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request = wire.request(url);
    if (access.owns(url)) {
      access.token().ifPresent(value -> request.header("authorization", "Bearer " + value));
    }
    return request;
  }

  private void refuse(String what, HttpResponse<?> answer) throws StoreFailure {
    int status = answer.statusCode();
    if (status < 400) {
      return;
    }
    String said = answer.headers().firstValue("x-error-code").orElse("");
    StoreFailure.Kind kind =
        switch (said) {
          case "GatedRepo" -> StoreFailure.Kind.GATED;
          case "RepoNotFound" -> StoreFailure.Kind.NO_REPOSITORY;
          case "RevisionNotFound" -> StoreFailure.Kind.NO_REVISION;
          case "EntryNotFound" -> StoreFailure.Kind.NO_FILE;
          default -> StoreFailure.Kind.ofStatus(status);
        };
    throw new StoreFailure(
        kind,
        "%s answered %d%s for %s"
            .formatted(
                access.endpoint(), status, said.matches("\\w{1,40}") ? " " + said : "", what),
        Wire.retryAfter(answer),
        null);
  }
}
