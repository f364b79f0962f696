// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcceleratorTest {
  /** Source: the table of hardware in vLLM's documentation of quantisation. */
  @ParameterizedTest
  @CsvSource({
    "V100-32GB, false, true",
    "T4, true, false",
    "A10G, true, false",
    "A100-80GB, true, false",
    "RTX-A6000, true, false",
    "NVIDIA GeForce RTX 3090, true, false",
    "L4, false, false",
    "L40S, false, false",
    "RTX-4090, false, false",
    "H100-80GB, false, false",
    "B200-180GB, false, false",
    "MI300X, false, false",
  })
  void fp8_isComputed_orWidened_orNotLoadedAtAll(String name, boolean widened, boolean none) {
    Accelerator gpu = new Accelerator(name, Bytes.ofGib(24));

    assertThat(gpu.widensFp8()).isEqualTo(widened);
    assertThat(gpu.lacksFp8()).isEqualTo(none);
  }
}
