// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

/**
 * How a surface listens.
 *
 * @param host address to bind
 * @param port port to bind; 0 takes a free one
 * @param maxBodyBytes a larger body is a 413
 */
public record SurfaceOptions(String host, int port, long maxBodyBytes) {

  /** vLLM has no limit of its own; ours keeps a wrong client from filling the heap. */
  public static final long DEFAULT_MAX_BODY_BYTES = 16L << 20;

  public SurfaceOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in 0..65535, was " + port);
    }
  }

  public static SurfaceOptions of(String host, int port) {
    return new SurfaceOptions(host, port, DEFAULT_MAX_BODY_BYTES);
  }
}
