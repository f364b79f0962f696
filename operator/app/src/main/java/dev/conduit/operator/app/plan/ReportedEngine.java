// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One engine in a {@link PlanReport}, of a replica and on devices of one node.
 *
 * @param action what the plan does with it
 * @param devices of the node, in the order of the engine's ranks
 * @param product of the devices
 * @param spot whether its node can be taken away at any time; left out for one that is leaving
 * @param usdPerHour its share of what its node costs
 * @param chargeBytes that it is given of each device
 * @param memory of the fullest device; left out for an engine that cannot be sized or is leaving
 * @param command left out for an engine that is leaving
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportedEngine(
    String id,
    Action action,
    String namespace,
    String block,
    int replica,
    List<String> servedNames,
    String node,
    List<String> devices,
    @Nullable String product,
    boolean simulated,
    @Nullable Boolean spot,
    @Nullable Double usdPerHour,
    long chargeBytes,
    @Nullable Memory memory,
    @Nullable Command command) {

  /** What the plan does with an engine. */
  enum Action {
    /** It does not run yet. */
    START,
    /** It runs as wanted. */
    KEEP,
    /** It runs something older, until what takes its place is ready. */
    REPLACE,
    /** It runs and is not wanted. */
    STOP;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the bytes of one device are for. All parts before the total add up to it.
   *
   * @param uncertaintyBytes by which the other parts may be off together; kept free
   * @param kvTokens that the KV cache holds
   * @param contextTokens longest prompt and answer
   * @param weightsFrom where the figure of the weights is from: headers of the files, the
   *     catalogue's config, declared facts, a related model, or its name
   */
  record Memory(
      long weightsBytes,
      long kvCacheBytes,
      long activationBytes,
      long graphsBytes,
      long runtimeBytes,
      long uncertaintyBytes,
      long totalBytes,
      long kvTokens,
      int contextTokens,
      String weightsFrom) {}

  /**
   * What starts it.
   *
   * @param program left out where it is the image's entry point
   * @param image left out where the engine has none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Command(@Nullable String program, @Nullable String image, List<String> args) {}
}
