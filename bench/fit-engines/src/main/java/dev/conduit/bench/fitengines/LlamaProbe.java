// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads a file in a process of its own and reads the sizes that llama.cpp logs. */
final class LlamaProbe {
  private static final double MIB = 1 << 20;
  private static final long LIMIT_SECONDS = 120;
  private static final Pattern WEIGHTS = Pattern.compile("model buffer size = +([0-9.]+) MiB");
  private static final Pattern KV = Pattern.compile("KV buffer size = +([0-9.]+) MiB");
  private static final Pattern COMPUTE = Pattern.compile("compute buffer size = +([0-9.]+) MiB");

  /**
   * A way to load it.
   *
   * @param context tokens of all slots
   * @param slots sequences at once
   * @param type of keys and values, as llama.cpp names it
   * @param step tokens of a step
   * @param flash whether attention is fused; types of less than 16 bits need it
   */
  record Load(int context, int slots, String type, int step, boolean flash) {
    @Override
    public String toString() {
      return "%d x%d %s step %d%s".formatted(context, slots, type, step, flash ? " flash" : "");
    }
  }

  /** Bytes, summed over buffers. */
  record Allocated(double weights, double kv, double compute) {}

  private LlamaProbe() {}

  static Allocated allocate(Path file, Load load) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LlamaLoad.class.getName(),
                    file.toString(),
                    String.valueOf(load.context()),
                    String.valueOf(load.slots()),
                    load.type().toUpperCase(Locale.ROOT),
                    String.valueOf(load.step()),
                    String.valueOf(load.flash())))
            .redirectErrorStream(true)
            .start();
    process
        .onExit()
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly());
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("llama.cpp cannot load %s with %s:%n%s".formatted(file, load, log));
    }
    return new Allocated(sum(log, WEIGHTS), sum(log, KV), sum(log, COMPUTE));
  }

  private static double sum(String log, Pattern pattern) {
    double mib = 0;
    Matcher found = pattern.matcher(log);
    while (found.find()) {
      mib += Double.parseDouble(found.group(1));
    }
    return mib * MIB;
  }
}
