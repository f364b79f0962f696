// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Locale;

/**
 * What stays together. A tool loop stays on its model in any case.
 *
 * @param conversation whether a conversation keeps its tier unless it grows harder
 * @param sessionHeader that names a conversation, lower case
 * @param ttl idle time after which a conversation is forgotten
 */
public record Stickiness(
    @JsonProperty(required = true) boolean conversation,
    @JsonProperty(required = true) String sessionHeader,
    @JsonProperty(required = true) Duration ttl) {
  /** Where a policy says nothing. */
  public static final Stickiness DEFAULT =
      new Stickiness(true, "x-session-id", Duration.ofMinutes(30));

  public Stickiness {
    sessionHeader = sessionHeader.toLowerCase(Locale.ROOT);
  }
}
