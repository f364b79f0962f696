// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

/**
 * The share of a device that SGLang gives to weights and KV cache when none is set. Source: {@code
 * ServerArgs.__post_init__}: 512 MiB, 1.5 MiB a token of a prefill chunk, 2 MiB a sequence in CUDA
 * graphs, 1 GiB for eight devices, at least 10 GiB on GPUs of 60 GiB and more.
 */
final class SglangShare {
  private static final double MIB = 1 << 20;

  private SglangShare() {}

  static double of(Setup setup) {
    if (setup.utilization().isPresent()) {
      return setup.utilization().getAsDouble();
    }
    double total = setup.gpu().total().value() / MIB;
    boolean large = total > 60 * 1024;
    double chunk = large ? 8192 : total > 35 * 1024 ? 4096 : 2048;
    double graphs = large ? (setup.tensor() >= 4 ? 512 : 256) : 160;
    double reserved = 512 + chunk * 1.5 + graphs * 2 + setup.devices() / 8.0 * 1024;
    reserved = large ? Math.max(reserved, 10 * 1024) : reserved;
    return Math.round((total - reserved) / total * 1000) / 1000.0;
  }
}
