// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuCatalogueTest {
  private final GpuCatalogue gpus = GpuCatalogue.bundled();

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3, H100-80GB",
    "NVIDIA A100-SXM4-80GB, A100-80GB",
    "NVIDIA A100-PCIE-40GB, A100-40GB",
    "NVIDIA L4, L4",
    "NVIDIA L40S, L40S",
    "NVIDIA A10G, A10G",
    "NVIDIA A10, A10",
    "Tesla T4, T4",
    "NVIDIA GeForce RTX 4090, RTX-4090",
    "NVIDIA RTX PRO 6000 Blackwell Server Edition, RTX-PRO-6000-96GB",
    "AMD Instinct MI300X, MI300X",
    "NVIDIA B200, B200-180GB",
    "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb, A100-40GB-MIG-1g.5gb",
    "NVIDIA-H200-MIG-1g.18gb, H200-141GB-MIG-1g.18gb",
    "Some New Card, Some-New-Card"
  })
  void nameOf_whatDriversSay_isTheNameOfTheType(String product, String name) {
    assertThat(gpus.nameOf(product)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "H100, H100-80GB, true",
    "H100-80GB, H100-80GB, true",
    "h100-80gb, H100-80GB, true",
    "L4, L40S, false",
    "A100-80GB, A100-40GB, false",
    "A10, A10G, false",
    "A10, A100-80GB, false"
  })
  void matches_wish_comparesWholeParts(String wish, String type, boolean expected) {
    assertThat(GpuCatalogue.matches(wish, type)).isEqualTo(expected);
  }
}
