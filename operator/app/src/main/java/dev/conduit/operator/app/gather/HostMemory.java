// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.gather;

import com.sun.management.OperatingSystemMXBean;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The main memory, within the limits that a container sets, as the device {@code cpu}. */
final class HostMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB");

  private HostMemory() {}

  static Device device() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    // Elsewhere than on Linux "free" leaves out caches that give way, so it would refuse too much.
    long used =
        available().stream().map(available -> Math.max(0, total - available)).findFirst().orElse(0);
    return new Device("cpu", DeviceKind.CPU, "cpu", new Bytes(total), new Bytes(used));
  }

  private static OptionalLong available() {
    if (!Files.isReadable(MEMINFO)) {
      return OptionalLong.empty();
    }
    try {
      return available(Files.readString(MEMINFO));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + MEMINFO, e);
    }
  }

  /** Bytes available by the text of {@code /proc/meminfo}. */
  static OptionalLong available(String meminfo) {
    Matcher line = AVAILABLE.matcher(meminfo);
    return line.find()
        ? OptionalLong.of(Long.parseLong(line.group(1)) << 10)
        : OptionalLong.empty();
  }
}
