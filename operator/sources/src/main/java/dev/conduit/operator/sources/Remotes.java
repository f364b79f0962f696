// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.checkpoint.oci.Registry;
import dev.conduit.checkpoint.oci.RegistryAccess;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.operator.core.observed.ModelReading;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The hub and the registries, asked as one user. One that does not answer is asked once. */
final class Remotes {
  private final HubModels hub;
  private final OciModels registries;

  private Remotes(HubModels hub, OciModels registries) {
    this.hub = hub;
    this.registries = registries;
  }

  /**
   * @param shared whether several users' models are kept in the cache
   */
  static Remotes of(
      HubAccess hub,
      RegistryAccess registries,
      Map<String, String> environment,
      FactsCache cache,
      boolean shared) {
    return new Remotes(
        new HubModels(new Hub(hub, environment), cache, InstantSource.system(), shared),
        new OciModels(new Registry(registries, new Wire(environment)), cache, shared));
  }

  /** What the model's files say, or why they say nothing. */
  ModelReading read(RemoteModel model) throws InterruptedException {
    return switch (model) {
      case HubModel one -> hub.read(one);
      case OciModel one -> registries.read(one);
    };
  }

  /** What is kept of the model, however old; nobody is asked. */
  Optional<ModelReading> kept(RemoteModel model) {
    return switch (model) {
      case HubModel one -> hub.kept(one);
      case OciModel one -> registries.kept(one);
    };
  }
}
