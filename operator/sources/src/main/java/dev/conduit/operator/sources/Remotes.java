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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hub and the registries, asked as one user. One that does not answer is asked once. Who asks
 * is looked for when a model of that place is asked for, not before. Used by one thread.
 */
final class Remotes {
  private final Supplier<HubAccess> hubAccess;
  private final Supplier<RegistryAccess> logins;
  private final Wire wire;
  private final FactsCache cache;
  private final boolean shared;
  private @Nullable HubModels hub;
  private @Nullable OciModels registries;

  /**
   * @param wire that others may share: it holds a client with its connections
   * @param shared whether several users' models are kept in the cache
   */
  Remotes(
      Supplier<HubAccess> hubAccess,
      Supplier<RegistryAccess> logins,
      Wire wire,
      FactsCache cache,
      boolean shared) {
    this.hubAccess = hubAccess;
    this.logins = logins;
    this.wire = wire;
    this.cache = cache;
    this.shared = shared;
  }

  /** One model at its place. */
  @FunctionalInterface
  interface Place {
    /** What the model's files say, or why they say nothing. */
    ModelReading read() throws InterruptedException;
  }

  /**
   * @throws IllegalArgumentException when what says who asks makes no sense; the message says what
   */
  Place of(RemoteModel model) {
    return switch (model) {
      case HubModel one -> {
        HubModels models = hub();
        yield () -> models.read(one);
      }
      case OciModel one -> {
        OciModels models = registries == null ? registries(logins.get()) : registries;
        registries = models;
        yield () -> models.read(one);
      }
    };
  }

  /**
   * What is kept of the model, however old; nobody is asked, and no login is needed.
   *
   * @throws IllegalArgumentException when the hub's place is none
   */
  Optional<ModelReading> kept(RemoteModel model) {
    return switch (model) {
      case HubModel one -> hub().kept(one);
      case OciModel one -> registries(RegistryAccess.nobody(Map.of())).kept(one);
    };
  }

  private HubModels hub() {
    HubModels models =
        hub == null
            ? new HubModels(new Hub(hubAccess.get(), wire), cache, InstantSource.system(), shared)
            : hub;
    hub = models;
    return models;
  }

  private OciModels registries(RegistryAccess access) {
    return new OciModels(new Registry(access, wire), cache, shared);
  }
}
