// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb is told to look at a cluster instead of this machine. */
final class ClusterOptions {
  @Option(names = "--cluster", description = "The cluster that kubectl would talk to.")
  boolean cluster;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig; means --cluster.")
  @Nullable String context;

  boolean isAsked() {
    return cluster || context != null;
  }
}
