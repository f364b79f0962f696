// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import java.util.List;
import java.util.stream.Stream;

/** All cases, in the order in which they are asked. */
public final class Cases {
  private Cases() {}

  /** Names are unique; metrics come last. */
  public static List<Case> all() {
    return Stream.of(
            InfoCases.all(),
            ChatCases.all(),
            CompletionCases.all(),
            ErrorCases.all(),
            MetricCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
