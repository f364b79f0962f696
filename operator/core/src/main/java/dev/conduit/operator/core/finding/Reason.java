// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.finding;

import java.util.Locale;

/**
 * Why a finding was made. Public API: it appears in conditions, events, metrics and docs, so it is
 * renamed only with a changelog line.
 */
public enum Reason {
  /** Two resources of a kind have one name; none of them is planned. */
  DUPLICATE_NAME,
  /**
   * The model's size is not known, or its configuration not understood; declare {@code
   * spec.models[].facts}.
   */
  UNKNOWN_MODEL,
  /** Whoever keeps the model's files refuses them; the engine would be refused too. */
  MODEL_ACCESS_DENIED,
  /** There is no such model, revision or file. */
  MODEL_NOT_FOUND,
  /** The model's files could not be reached or read. */
  FACTS_UNAVAILABLE,
  /** The headers of the model's files are being read; it is planned when they are. */
  FACTS_PENDING,
  /** The model's size was estimated from its name. */
  ESTIMATED_FACTS,
  /** The wished context is longer than the model was made for. */
  CONTEXT_TOO_LONG,
  /** Fewer tokens fit in the KV cache than {@code maxConcurrency} full sequences have. */
  KV_CACHE_BELOW_CONCURRENCY,
  /** The context was shortened to what memory holds, for the user named none. */
  CONTEXT_SHORTENED,
  /** The wished parallelism cannot split the model's heads or layers. */
  ILLEGAL_PARALLELISM,
  /** No node has a device of the wished type. */
  NO_SUCH_GPU,
  /** A device of the wished type exists, but no node has enough of them with enough free memory. */
  INSUFFICIENT_MEMORY,
  /** No node has a slice of the wished MIG profile. */
  NO_SUCH_MIG_PROFILE,
  /** A place exists, and {@code maxHourlyCost} does not pay for it. */
  COST_ABOVE_LIMIT,
  /** Only spot nodes have room, and {@code spot.onDemandFloor} replicas must be elsewhere. */
  ON_DEMAND_FLOOR,
  /** No price is known of the GPU type that a replica is placed on. */
  PRICE_UNKNOWN,
  /** It would fit, and waits for engines that drain or for a device another engine leaves. */
  WAITING_FOR_MEMORY,
  /** An argument of {@code engine.args} contradicts the plan. */
  ARGUMENT_CONFLICT,
  /** What the block asks for is not something that this engine can do. */
  UNSUPPORTED_BY_ENGINE,
  /** The way to share a GPU is not supported yet. */
  UNSUPPORTED_SHARING,
  /** The vendor's API is not spoken yet. */
  UNSUPPORTED_VENDOR,
  /** A custom engine has neither command nor image. */
  NO_PROGRAM,
  /** A value is well formed and cannot be meant, such as steps that do not rise. */
  INVALID_VALUE,
  /** A field is accepted and has no effect in this version. */
  NOT_ENFORCED,
  /** A policy names a block that does not exist or was refused. */
  MISSING_BLOCK,
  /** A policy names a model that the block does not serve. */
  MISSING_MODEL,
  /** A rule or fallback names a target that the policy does not have. */
  MISSING_TARGET,
  /** A rule, step or default names a tier that no usable target has. */
  MISSING_TIER,
  /** Two targets of a policy answer to one name. */
  AMBIGUOUS_NAME,
  /** A target has no endpoint yet that could answer. */
  NO_READY_ENDPOINT;

  /** The form of condition reasons, such as {@code DuplicateName}. */
  public String wireName() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
