// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.discovery;

import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.discovery.DiscoveryCertificates;
import dev.conduit.operator.discovery.DiscoveryTls;
import dev.conduit.operator.discovery.StoredTls;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the discovery server's certificate in a Secret of the operator's own namespace. */
final class CertificateSecret {
  static final String NAME = "conduit-discovery-tls";

  private final KubernetesClient client;
  private final String namespace;
  private final Set<String> names;
  private final InstantSource clock;

  /**
   * @param names that data planes connect to
   */
  CertificateSecret(
      KubernetesClient client, String namespace, Set<String> names, InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.names = Set.copyOf(names);
    this.clock = clock;
  }

  /**
   * What is stored if it is good for a while yet; else makes, stores and returns what takes its
   * place. Of two operators that store at once one fails, and finds the other's the next time.
   */
  DiscoveryTls ensure() {
    Secret there = client.secrets().inNamespace(namespace).withName(NAME).get();
    StoredTls stored = StoredTls.of(entries(there));
    DiscoveryTls tls = DiscoveryCertificates.ensure(stored, names, clock.instant());
    boolean isStored = stored instanceof StoredTls.Some(DiscoveryTls kept) && kept.equals(tls);
    if (!isStored) {
      store(there, tls);
    }
    return tls;
  }

  private void store(@Nullable Secret there, DiscoveryTls tls) {
    if (there == null) {
      client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName(NAME)
                  .withNamespace(namespace)
                  .addToLabels(Label.MANAGED_BY, Label.CONDUIT)
                  .endMetadata()
                  .withType("Opaque")
                  .withStringData(tls.entries())
                  .build())
          .create();
      return;
    }
    // With the version that was read, so that a renewal by another replica is not overwritten.
    client.resource(new SecretBuilder(there).withStringData(tls.entries()).build()).update();
  }

  private static Map<String, String> entries(@Nullable Secret secret) {
    Map<String, String> entries = new HashMap<>();
    if (secret != null) {
      Given.map(secret.getData())
          .forEach(
              (key, value) ->
                  entries.put(
                      key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return entries;
  }
}
