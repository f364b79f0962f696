// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

/**
 * The share of a device that SGLang gives to weights and KV cache when none is set. Source: {@code
 * ServerArgs.__post_init__}: 512 MiB, 1.5 MiB a token of a prefill chunk, 2 MiB a sequence in CUDA
 * graphs, 1 GiB for eight devices, at least 10 GiB on GPUs of 60 GiB and more.
 */
public final class SglangShare {
  private static final double MIB = 1 << 20;

  private SglangShare() {}

  /** The share, as it is given or by default. */
  public static double of(Setup setup) {
    if (setup.utilization().isPresent()) {
      return setup.utilization().getAsDouble();
    }
    double total = setup.gpu().total().value() / MIB;
    return Math.round((total - reserved(setup)) / total * 1000) / 1000.0;
  }

  /** MiB that are left to activations, graphs and the runtime. */
  private static double reserved(Setup setup) {
    double total = setup.gpu().total().value() / MIB;
    boolean large = total > 60 * 1024;
    double chunk = large ? 8192 : total > 35 * 1024 ? 4096 : 2048;
    double graphs = large ? (setup.tensor() >= 4 ? 512 : 256) : 160;
    double reserved = 512 + chunk * 1.5 + graphs * 2 + setup.devices() / 8.0 * 1024;
    return large ? Math.max(reserved, 10 * 1024) : reserved;
  }
}
