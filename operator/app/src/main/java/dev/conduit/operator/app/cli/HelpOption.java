// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import picocli.CommandLine.Option;

/** {@code --help} on every verb. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean asked;
}
