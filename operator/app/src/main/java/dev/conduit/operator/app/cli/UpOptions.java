// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.local.SessionOptions;
import dev.conduit.operator.app.state.StateFolder;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is brought up, and where. */
final class UpOptions {
  @Option(
      names = {"-f", "--folder"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of manifests (*.yaml, *.yml), or one file.")
  Path folder = Path.of(".");

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "For logs and process numbers. Default: one per folder below ~/.conduit/run.")
  @Nullable Path stateFolder;

  @Option(
      names = "--port",
      defaultValue = "8000",
      converter = PortNumber.class,
      paramLabel = "N",
      description = "Port of the sidecar on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
  int port;

  @Mixin FactsOptions facts = new FactsOptions();

  SessionOptions session(Surroundings surroundings, boolean watch) {
    StateFolder state =
        stateFolder == null
            ? StateFolder.of(surroundings.states(), folder)
            : new StateFolder(stateFolder.toAbsolutePath());
    return new SessionOptions(surroundings.home(), folder, state, port, watch, Set.of());
  }
}
