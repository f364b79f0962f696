// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.wiring;

import dev.conduit.contract.PolicyRef;
import dev.conduit.operator.cluster.gather.ClusterGatherer;
import dev.conduit.operator.cluster.probe.EngineProbing;
import dev.conduit.operator.cluster.render.Images;
import dev.conduit.operator.controller.apply.BlockApplier;
import dev.conduit.operator.controller.apply.ClaimPods;
import dev.conduit.operator.controller.apply.PolicyApplier;
import dev.conduit.operator.controller.config.OperatorConfig;
import dev.conduit.operator.controller.discovery.Discovery;
import dev.conduit.operator.controller.discovery.SidecarCounts;
import dev.conduit.operator.controller.gather.ClaimFacts;
import dev.conduit.operator.controller.gather.Cluster;
import dev.conduit.operator.controller.gather.ClusterWatch;
import dev.conduit.operator.controller.gather.Plans;
import dev.conduit.operator.controller.gather.SecretTokens;
import dev.conduit.operator.controller.reconcile.ChangeFeed;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.plan.Planner;
import dev.conduit.operator.sources.BackgroundLookup;
import dev.conduit.operator.sources.Tokens;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operator's parts, one of each, and their start and end. */
@Singleton
final class Parts {
  private static final String LEASE = "conduit-operator";
  private static final int BEFORE_CONTROLLERS = 1;

  private final OperatorConfig config;
  private final ClusterWatch watch;
  private final EngineProbing probing;
  private final @Nullable BackgroundLookup models;
  private final Cluster cluster;
  private final Plans plans;
  private final Discovery discovery;
  private final ChangeFeed feed;
  private final BlockApplier blocks;
  private final PolicyApplier policies;

  Parts(KubernetesClient client, OperatorConfig config, Vertx vertx) {
    this.config = config;
    InstantSource clock = InstantSource.system();
    OperatorConfig.Facts facts = config.facts();
    this.watch = new ClusterWatch(client, config.namespace(), facts.claims(), this::changed);
    this.probing = new EngineProbing(this::changed);
    BackgroundLookup lookup =
        facts.hub()
            ? new BackgroundLookup(System.getenv(), tokens(client, facts), this::changed)
            : null;
    this.models = lookup;
    ClaimFacts claims = facts.claims() ? new ClaimFacts(watch, image(config.images())) : null;
    this.cluster =
        new Cluster(
            watch,
            probing,
            new ClusterGatherer(GpuCatalogue.bundled()),
            files(lookup, claims),
            clock);
    this.plans = new Plans(new Planner(), clock);
    this.discovery =
        new Discovery(vertx, client, config, clock, this::changed, this::sidecarsChanged);
    this.feed = new ChangeFeed(cluster, watch, plans, discovery::authority);
    this.blocks =
        new BlockApplier(
            client,
            cluster,
            watch,
            images(config.images()),
            claims == null
                ? block -> {}
                : new ClaimPods(client, watch, claims, clock, this::changed));
    this.policies = new PolicyApplier(client, cluster, watch, discovery::authority, clock);
  }

  void start(@Observes @Priority(BEFORE_CONTROLLERS) StartupEvent event) {
    watch.listen(ConfigMap.class, discovery);
    var unused = watch.start(); // goes on trying by itself; readiness tells whether it got there
    discovery.start();
    feed.start();
  }

  void stop(@Observes ShutdownEvent event) {
    feed.close();
    discovery.close();
    probing.close();
    if (models != null) {
      models.close();
    }
    watch.close();
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(config.namespace())
        .build();
  }

  /** Said here, for the extension's own choice was seen to fall on none. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  @Produces
  @Singleton
  ClusterWatch watch() {
    return watch;
  }

  @Produces
  @Singleton
  Cluster cluster() {
    return cluster;
  }

  @Produces
  @Singleton
  Plans plans() {
    return plans;
  }

  @Produces
  @Singleton
  ChangeFeed feed() {
    return feed;
  }

  @Produces
  @Singleton
  BlockApplier blocks() {
    return blocks;
  }

  @Produces
  @Singleton
  PolicyApplier policies() {
    return policies;
  }

  @Produces
  @Singleton
  SidecarCounts sidecars() {
    return discovery.sidecars();
  }

  private void sidecarsChanged(PolicyRef policy) {
    feed.call(ObjectRef.policy(policy.namespace(), policy.name()));
  }

  private void changed() {
    feed.signal();
  }

  private static Cluster.ModelFiles files(
      @Nullable BackgroundLookup lookup, @Nullable ClaimFacts claims) {
    return world -> {
      Map<ModelSource, ModelReading> all = new HashMap<>();
      if (lookup != null) {
        all.putAll(lookup.readings(world));
      }
      if (claims != null) {
        all.putAll(claims.readings(world));
      }
      return all;
    };
  }

  private static String image(OperatorConfig.Images images) {
    return images
        .operator()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "conduit.operator.facts.claims needs conduit.operator.images.operator: the image that reads claims"));
  }

  private static Tokens tokens(KubernetesClient client, OperatorConfig.Facts facts) {
    return facts.blockTokens() ? new SecretTokens(client) : Tokens.NONE;
  }

  private static Images images(OperatorConfig.Images images) {
    Map<String, String> byDefaultName = new HashMap<>();
    images.embedded().ifPresent(image -> byDefaultName.put("conduit/engine-embedded", image));
    images.simulator().ifPresent(image -> byDefaultName.put("conduit/engine-simulator", image));
    return new Images(byDefaultName);
  }
}
