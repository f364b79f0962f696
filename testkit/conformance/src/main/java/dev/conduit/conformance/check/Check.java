// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import java.util.List;
import java.util.stream.Stream;

/** One thing that must be as recorded. */
@FunctionalInterface
public interface Check {

  /** What differs, one sentence each; empty when nothing does. */
  List<String> differences(Exchange exchange);

  /** Both, the differences of this one first. */
  default Check and(Check other) {
    return exchange ->
        Stream.concat(differences(exchange).stream(), other.differences(exchange).stream())
            .toList();
  }
}
