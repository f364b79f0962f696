// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.launch;

import dev.conduit.engine.surface.SurfaceOptions;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Options that every engine takes; names as vLLM's where it has them. A picocli mixin. */
public final class ServeOptions {
  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--port", defaultValue = "8000", description = "Port to listen on.")
  private int port;

  @Option(
      names = "--max-body-bytes",
      defaultValue = "" + SurfaceOptions.DEFAULT_MAX_BODY_BYTES,
      description = "Largest request body; a larger one is answered with 413.")
  private long maxBodyBytes;

  @Option(
      names = "--shutdown-timeout",
      defaultValue = "30",
      description = "Seconds that running requests may take to finish after SIGTERM.")
  private long shutdownTimeoutSeconds;

  @Option(
      names = "--exit-with-parent",
      paramLabel = "PID",
      defaultValue = "0",
      description = "End when the process with this id ends.")
  private long parent;

  public SurfaceOptions surface() {
    return new SurfaceOptions(host, port, maxBodyBytes);
  }

  public Duration shutdownTimeout() {
    return Duration.ofSeconds(shutdownTimeoutSeconds);
  }

  /** The process whose end is ours, if one was named. */
  public OptionalLong parent() {
    return parent > 0 ? OptionalLong.of(parent) : OptionalLong.empty();
  }
}
