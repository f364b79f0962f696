// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The definitions in the chart are copies; {@code make generate} makes them anew. */
class ChartCrdsGeneratedTest {
  private static final Path SOURCE = Path.of("../../crds/manifests");
  private static final Path COPIES = Path.of("../conduit-crds/files");

  @Test
  void copies_areTheDefinitions() throws IOException {
    if (Boolean.getBoolean("conduit.golden.update")) {
      copy();
    }
    assertThat(names(COPIES)).as("run `make generate`").isEqualTo(names(SOURCE));
    for (String name : names(SOURCE)) {
      assertThat(COPIES.resolve(name))
          .as("run `make generate`")
          .hasSameTextualContentAs(SOURCE.resolve(name));
    }
  }

  private static void copy() throws IOException {
    for (String name : names(COPIES)) {
      Files.delete(COPIES.resolve(name));
    }
    for (String name : names(SOURCE)) {
      Files.copy(SOURCE.resolve(name), COPIES.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
