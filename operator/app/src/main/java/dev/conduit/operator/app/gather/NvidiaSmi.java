// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.gather;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks {@code nvidia-smi} which GPUs there are. No GPU, no driver and no such program are the same
 * to a plan: an empty list.
 *
 * @param program name or path
 */
record NvidiaSmi(String program) {
  private static final long LIMIT_SECONDS = 10;
  private static final int FIELDS = 5;

  /** GPUs in order of their index. */
  List<Device> devices() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  program,
                  "--query-gpu=index,name,memory.total,memory.used,uuid",
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? text.lines().flatMap(line -> device(line).stream()).toList()
          : List.of();
    } catch (IOException e) {
      // Not installed.
      return List.of();
    }
  }

  // 0, NVIDIA H100 80GB HBM3, 81559, 4, GPU-5f9c...: memory in MiB; [N/A] where a driver cannot
  // say.
  private static Optional<Device> device(String line) {
    String[] fields = line.split("\\s*,\\s*", -1);
    if (fields.length < FIELDS || !fields[2].matches("[0-9]+")) {
      return Optional.empty();
    }
    long used = fields[3].matches("[0-9]+") ? Long.parseLong(fields[3]) : 0;
    return Optional.of(
        new Device(
            fields[0].strip(),
            DeviceKind.GPU,
            fields[1],
            mebibytes(Long.parseLong(fields[2])),
            mebibytes(used)));
  }

  private static Bytes mebibytes(long count) {
    return new Bytes(count << 20);
  }
}
