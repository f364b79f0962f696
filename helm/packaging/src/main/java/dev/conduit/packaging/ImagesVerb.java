// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import dev.conduit.packaging.image.BuildFailed;
import dev.conduit.packaging.image.ImageBuild;
import dev.conduit.packaging.image.Order;
import dev.conduit.packaging.image.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes image tars. */
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    description = "Packs programs of target/dist as container images, one tar each.")
final class ImagesVerb implements Callable<Integer> {
  private final PrintStream out;

  @Parameters(description = "Programs by the name of their folder. Default: all of them.")
  private List<String> programs = List.of();

  @Option(names = "--home", defaultValue = ".", description = "The repository.")
  private Path home = Path.of(".");

  @Option(names = "--out", defaultValue = "target/images", description = "Where the tars go.")
  private Path folder = Path.of("target/images");

  @Option(
      names = "--prefix",
      defaultValue = "docker.io/local",
      description = "Registry and folder of the images' names.")
  private String prefix = "";

  @Option(names = "--tag", required = true, description = "Their tag.")
  private String tag = "";

  @Option(
      names = "--base",
      defaultValue = "",
      description = "An image with a JDK 25 to stand on: a name, or tar://FILE. Default: none.")
  private String base = "";

  @Option(
      names = "--model",
      defaultValue = "default",
      description = "The model inside the embedded engine's image: default or none.")
  private String model = "";

  @Option(names = "--label", description = "A further label, NAME=VALUE.")
  private Map<String, String> labels = new TreeMap<>();

  ImagesVerb(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, BuildFailed, InterruptedException {
    List<Program> wanted = new ArrayList<>();
    for (String name : programs) {
      wanted.add(Program.named(name));
    }
    new ImageBuild(
            new Order(
                home.toAbsolutePath().normalize(),
                folder.toAbsolutePath().normalize(),
                wanted.isEmpty() ? Program.ALL : wanted,
                prefix,
                tag,
                Optional.of(base).filter(name -> !name.isBlank()),
                !model.equals("none"),
                labels),
            out::println)
        .run();
    return 0;
  }
}
