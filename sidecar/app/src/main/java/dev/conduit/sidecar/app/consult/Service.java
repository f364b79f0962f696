// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.sidecar.core.classify.Breaker;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The service that a policy names, left alone for a while when it fails too often. Another URL
 * begins with a clean record, and late answers of the one before do not count. Confined to one
 * event loop.
 */
final class Service {
  private final Vertx vertx;
  private final HttpClient client;
  private final LongSupplier nanoTime;
  private URI url = URI.create("");
  private Breaker breaker = Breaker.CLOSED;

  /**
   * @param client whose requests are made on this event loop
   * @param nanoTime the nano clock
   */
  Service(Vertx vertx, HttpClient client, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * How answers are read.
   *
   * @param isFailure whether what was read counts against the service
   */
  record Reading<T>(Function<Call.Reply, T> read, Predicate<T> isFailure) {}

  /** Whether it would be asked now. */
  boolean allows(URI at) {
    return !at.equals(url) || breaker.allows(nanoTime.getAsLong());
  }

  /**
   * Calls {@code then} once, at the latest when the limit is over.
   *
   * @return false when it failed too often: it is not asked, and {@code then} not called
   */
  <T> boolean ask(
      URI at, Duration limit, Supplier<Buffer> question, Reading<T> reading, Consumer<T> then) {
    if (!at.equals(url)) {
      url = at;
      breaker = Breaker.CLOSED;
    }
    long now = nanoTime.getAsLong();
    if (!breaker.allows(now)) {
      return false;
    }
    breaker = breaker.asked(now);
    new Call(reply -> heard(at, reading.read().apply(reply), reading.isFailure(), then))
        .start(vertx, client, at, limit, question.get());
    return true;
  }

  private <T> void heard(URI from, T said, Predicate<T> isFailure, Consumer<T> then) {
    if (from.equals(url)) {
      breaker = isFailure.test(said) ? breaker.failed(nanoTime.getAsLong()) : breaker.answered();
    }
    then.accept(said);
  }
}
