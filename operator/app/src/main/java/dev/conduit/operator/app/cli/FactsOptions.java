// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.sources.FactsMode;
import dev.conduit.operator.sources.ModelLookup;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the sizes of models are from. */
final class FactsOptions {
  @Option(
      names = "--facts",
      paramLabel = "MODE",
      description = {
        "${COMPLETION-CANDIDATES}. Of which models headers are read on the Hugging Face hub:",
        "auto (default): those that neither the catalogue nor the block knows; hub: all;",
        "offline: none but those read before. HF_TOKEN, HF_ENDPOINT and HF_HUB_OFFLINE count."
      })
  @Nullable Mode mode;

  /** In lower case, as it is written on the command line. */
  enum Mode {
    auto,
    hub,
    offline
  }

  ModelLookup lookup(Map<String, String> environment) {
    return new ModelLookup(mode(environment), environment);
  }

  private FactsMode mode(Map<String, String> environment) {
    return switch (mode) {
      case null ->
          environment.getOrDefault("HF_HUB_OFFLINE", "").matches("(?i)1|true|yes|on")
              ? FactsMode.OFFLINE
              : FactsMode.AUTO;
      case auto -> FactsMode.AUTO;
      case hub -> FactsMode.HUB;
      case offline -> FactsMode.OFFLINE;
    };
  }
}
