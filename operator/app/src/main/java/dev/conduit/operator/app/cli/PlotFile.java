// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.replay.plot.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that a chart is drawn into.
 *
 * @param isPng else it is SVG
 */
record PlotFile(Path file, boolean isPng) {
  /** By the ending of its name; empty for an unknown one. */
  static Optional<PlotFile> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".svg") || name.endsWith(".png")
        ? Optional.of(new PlotFile(file, name.endsWith(".png")))
        : Optional.empty();
  }

  void write(Chart chart) throws IOException {
    if (isPng) {
      Files.write(file, png(chart));
    } else {
      Files.writeString(file, chart.svg());
    }
  }

  /** Letters come from the machine, which may have none. */
  private static byte[] png(Chart chart) throws IOException {
    try {
      return chart.png();
    } catch (InternalError | LinkageError e) {
      throw new IOException(
          "this machine has no fonts to draw a PNG with; write an .svg, or install fontconfig", e);
    }
  }
}
