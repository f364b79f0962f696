// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.Optional;
import java.util.function.Function;

/**
 * What routing decides on.
 *
 * @param facts of the body
 * @param headers gives a request header by lower-case name
 * @param tier asked for by {@code x-conduit-tier}, as written
 * @param dataClass the header {@code x-conduit-data-class}, classes apart by commas; empty means
 *     that nothing is known
 * @param entropy any number, spread evenly; decides between weighted targets
 * @param circumstances beside the request
 */
public record Ask(
    RequestFacts facts,
    Function<String, Optional<String>> headers,
    Optional<String> tier,
    Optional<String> dataClass,
    long entropy,
    Circumstances circumstances) {
  /** A request that stands by itself. */
  public Ask(
      RequestFacts facts,
      Function<String, Optional<String>> headers,
      Optional<String> tier,
      Optional<String> dataClass,
      long entropy) {
    this(facts, headers, tier, dataClass, entropy, Circumstances.NONE);
  }
}
