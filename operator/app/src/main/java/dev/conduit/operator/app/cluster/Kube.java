// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cluster;

import dev.conduit.operator.cluster.gather.ClusterReader;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.Nullable;

/** The cluster that kubectl would talk to. */
public final class Kube {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 15_000;

  private Kube() {}

  /**
   * Reads it with the kubeconfig that kubectl uses.
   *
   * @param context of the kubeconfig; null is the current one
   */
  public static ClusterReader.Reading read(@Nullable String context) {
    Config config =
        new ConfigBuilder(Config.autoConfigure(context))
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return ClusterReader.read(client);
    }
  }
}
