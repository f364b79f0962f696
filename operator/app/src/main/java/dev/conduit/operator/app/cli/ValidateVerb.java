// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "validate",
    description = "Check manifests by the rules that a cluster's API server would apply.")
final class ValidateVerb implements Verb {
  private final Console console;

  @Option(
      names = {"-f", "--folder"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of manifests (*.yaml, *.yml), or one file.")
  Path folder = Path.of(".");

  ValidateVerb(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode run() {
    return switch (new ManifestFolder(folder).read()) {
      case Manifests.Loaded.Valid(Manifests manifests) -> {
        console.line(
            "valid: %d InferenceBlocks, %d RoutingPolicies"
                .formatted(manifests.blocks().size(), manifests.policies().size()));
        yield ExitCode.OK;
      }
      case Manifests.Loaded.Invalid(List<String> problems) -> {
        problems.forEach(problem -> console.error("error: " + problem));
        yield ExitCode.INVALID;
      }
    };
  }
}
