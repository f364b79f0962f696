// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.Map;
import java.util.Objects;

/**
 * Fixed facts about an engine process.
 *
 * @param server the {@code server} header, for example {@code conduit-simulator}
 * @param version what {@code /version} says; the API level that the surface is measured against
 * @param fingerprint {@code system_fingerprint} of every answer
 * @param ownedBy {@code owned_by} of every model
 * @param headers added to every response, whatever its status (for example that it is simulated)
 * @param capabilities what the engine can do with a request
 */
public record EngineInfo(
    String server,
    String version,
    String fingerprint,
    String ownedBy,
    Map<String, String> headers,
    Capabilities capabilities) {

  public EngineInfo {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(version, "version");
    headers = Map.copyOf(headers);
  }

  /**
   * What a request may ask for; the surface refuses the rest with a 400 that names the field.
   *
   * @param logprobs token log probabilities
   * @param tokenIds token ids in deltas, and so {@code stop_token_ids} and {@code return_token_ids}
   * @param autoTools whether the model may decide by itself to call a tool
   */
  public record Capabilities(boolean logprobs, boolean tokenIds, boolean autoTools) {}
}
