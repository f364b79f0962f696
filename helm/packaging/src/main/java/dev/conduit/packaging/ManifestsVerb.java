// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import dev.conduit.packaging.chart.Manifests;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Renders the charts to plain YAML. */
@Command(
    name = "manifests",
    mixinStandardHelpOptions = true,
    description = "Renders the charts to plain YAML for kubectl apply.")
final class ManifestsVerb implements Callable<Integer> {
  private final PrintStream out;

  @Option(names = "--charts", defaultValue = "helm", description = "Folder of the charts.")
  private Path charts = Path.of("helm");

  @Option(names = "--out", defaultValue = "target/manifests", description = "Where they go.")
  private Path folder = Path.of("target/manifests");

  @Option(
      names = "--namespace",
      defaultValue = "conduit-system",
      description = "Namespace of the operator.")
  private String namespace = "";

  @Option(names = "--values", description = "A values file of the chart conduit.")
  private List<Path> values = List.of();

  ManifestsVerb(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    new Manifests(charts, namespace).write(folder, values);
    out.printf("kubectl apply --server-side -f %s/conduit-crds.yaml%n", folder);
    out.printf("kubectl apply --server-side -f %s/conduit.yaml%n", folder);
    return 0;
  }
}
