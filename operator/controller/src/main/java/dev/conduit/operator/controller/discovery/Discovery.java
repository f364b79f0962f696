// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.discovery;

import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.controller.apply.PolicyApplier;
import dev.conduit.operator.controller.config.OperatorConfig;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.discovery.DiscoveryCertificates;
import dev.conduit.operator.discovery.DiscoveryOptions;
import dev.conduit.operator.discovery.DiscoveryServer;
import dev.conduit.operator.discovery.DiscoveryTls;
import dev.conduit.operator.discovery.SnapshotHub;
import dev.conduit.operator.discovery.TokenReviews;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.vertx.core.Vertx;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the discovery server on every replica of the operator, leader or not: what it serves are the
 * snapshots in the ConfigMaps, which all replicas see and one writes. So data planes find the same
 * in both ways and on every replica, in the same order.
 *
 * <p>The certificate needs the API server, so it is fetched on a thread of its own, tried again
 * until it is there, and looked at once an hour.
 */
public final class Discovery implements ResourceEventHandler<ConfigMap>, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Discovery.class);
  private static final String AUDIENCE = "conduit-discovery";
  private static final String SERVICE = "conduit-discovery";
  private static final Duration RENEWAL = Duration.ofHours(1);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final KubernetesClient client;
  private final OperatorConfig.Discovery config;
  private final CertificateSecret certificates;
  private final InstantSource clock;
  private final Runnable onAuthority;
  private final SnapshotHub hub;
  private final SidecarCounts sidecars;
  private final Thread thread =
      Thread.ofPlatform().name("discovery-tls").daemon().unstarted(this::run);
  private volatile String authority = "";
  private @Nullable DiscoveryServer server;
  private @Nullable DiscoveryTls shown;

  /**
   * @param onAuthority called when {@link #authority} became another
   * @param onSidecars called when {@link #sidecars} of a policy became others
   */
  public Discovery(
      Vertx vertx,
      KubernetesClient client,
      OperatorConfig config,
      InstantSource clock,
      Runnable onAuthority,
      Consumer<PolicyRef> onSidecars) {
    this.vertx = vertx;
    this.client = client;
    this.config = config.discovery();
    Set<String> names =
        new HashSet<>(DiscoveryCertificates.serviceNames(SERVICE, config.namespace()));
    this.config.names().ifPresent(names::addAll);
    this.certificates = new CertificateSecret(client, config.namespace(), names, clock);
    this.clock = clock;
    this.onAuthority = onAuthority;
    this.hub = new SnapshotHub(clock, this::moved);
    this.sidecars = new SidecarCounts(hub::sync, onSidecars);
  }

  public void start() {
    thread.start();
    sidecars.start();
  }

  /** Who follows this replica. */
  public SidecarCounts sidecars() {
    return sidecars;
  }

  private void moved(PolicyRef policy) {
    sidecars.changed(policy);
  }

  /** PEM of the authorities that data planes are to trust; empty while there is none. */
  public String authority() {
    return authority;
  }

  @Override
  public void onAdd(ConfigMap map) {
    publish(map);
  }

  @Override
  public void onUpdate(ConfigMap before, ConfigMap after) {
    publish(after);
  }

  @Override
  public void onDelete(ConfigMap map, boolean unknownState) {
    String policy = Given.map(map.getMetadata().getLabels()).get(Label.POLICY);
    if (policy != null) {
      hub.withdraw(new PolicyRef(map.getMetadata().getNamespace(), policy));
    }
  }

  private void publish(ConfigMap map) {
    String policy = Given.map(map.getMetadata().getLabels()).get(Label.POLICY);
    if (policy == null) {
      return;
    }
    PolicyRef ref = new PolicyRef(map.getMetadata().getNamespace(), policy);
    PolicyApplier.published(map)
        .filter(snapshot -> snapshot.policy().equals(ref))
        .ifPresentOrElse(
            (RoutingSnapshot snapshot) -> hub.publish(ref, snapshot),
            () -> LOG.warnf("the ConfigMap of policy %s holds no snapshot of it; kept out", ref));
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(turn() ? RENEWAL : RETRY);
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  private boolean turn() throws InterruptedException {
    try {
      DiscoveryTls tls = certificates.ensure();
      if (!tls.equals(shown)) {
        show(tls);
        shown = tls;
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        LOG.info("another operator stored a discovery certificate first; taking that one");
      } else {
        LOG.warnf("cannot keep the discovery certificate, trying again: %s", e.getMessage());
      }
    } catch (IllegalStateException e) {
      LOG.errorf("%s", e.getMessage());
    }
    return false;
  }

  private void show(DiscoveryTls tls) throws InterruptedException {
    DiscoveryServer running = server;
    if (running == null) {
      server =
          Blocking.await(
              DiscoveryServer.start(
                  vertx,
                  DiscoveryOptions.defaults(tls.serving()).listen(config.host(), config.port()),
                  hub,
                  new TokenReviews(client, AUDIENCE, clock)));
    } else {
      Blocking.await(running.use(tls.serving()));
    }
    authority = tls.trusted();
    onAuthority.run();
  }

  @Override
  public void close() {
    thread.interrupt();
    sidecars.close();
    DiscoveryServer running = server;
    if (running != null) {
      var unused = running.close(); // the process ends: streams that are not closed are cut
    }
  }
}
