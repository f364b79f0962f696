// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import java.util.List;
import java.util.Map;

/**
 * All that a plan is made from.
 *
 * <p>Shape: lists in any order, plans do not depend on it. Resources obey their schema and CEL
 * rules; names may clash, which the plan reports. {@code running} holds every engine whose process
 * or pod is not gone, draining ones included. {@code notApplied} holds, by resource, what could not
 * be written of its last plan. {@code prices} are those that somebody stated; they go over the ones
 * that ship with the program. {@code models} holds what was read of models' files, for those where
 * it was tried; they go over the catalogue.
 */
public record Observed(
    List<Sourced<InferenceBlock>> blocks,
    List<Sourced<RoutingPolicy>> policies,
    Inventory inventory,
    List<RunningEngine> running,
    Map<ObjectRef, Trouble> notApplied,
    Prices prices,
    Map<ModelSource, ModelReading> models) {
  public Observed {
    blocks = List.copyOf(blocks);
    policies = List.copyOf(policies);
    running = List.copyOf(running);
    notApplied = Map.copyOf(notApplied);
    models = Map.copyOf(models);
  }

  /** The same with other blocks. */
  public Observed withBlocks(List<Sourced<InferenceBlock>> others) {
    return new Observed(others, policies, inventory, running, notApplied, prices, models);
  }

  /** The same with other machines. */
  public Observed withInventory(Inventory other) {
    return new Observed(blocks, policies, other, running, notApplied, prices, models);
  }

  /** The same with other prices. */
  public Observed withPrices(Prices others) {
    return new Observed(blocks, policies, inventory, running, notApplied, others, models);
  }

  /** The same with other engines. */
  public Observed withRunning(List<RunningEngine> others) {
    return new Observed(blocks, policies, inventory, others, notApplied, prices, models);
  }

  /** The same with other readings of models' files. */
  public Observed withModels(Map<ModelSource, ModelReading> others) {
    return new Observed(blocks, policies, inventory, running, notApplied, prices, others);
  }

  /** Where no model's files were looked at. */
  public Observed(
      List<Sourced<InferenceBlock>> blocks,
      List<Sourced<RoutingPolicy>> policies,
      Inventory inventory,
      List<RunningEngine> running,
      Map<ObjectRef, Trouble> notApplied,
      Prices prices) {
    this(blocks, policies, inventory, running, notApplied, prices, Map.of());
  }

  /** Where everything that was planned was done. */
  public Observed(
      List<Sourced<InferenceBlock>> blocks,
      List<Sourced<RoutingPolicy>> policies,
      Inventory inventory,
      List<RunningEngine> running) {
    this(blocks, policies, inventory, running, Map.of(), Prices.NONE, Map.of());
  }
}
