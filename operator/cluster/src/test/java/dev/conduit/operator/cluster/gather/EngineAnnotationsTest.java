// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.cluster.names.Label;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAnnotationsTest {
  @ParameterizedTest
  @CsvSource({
    "85899345920, 85899345920",
    "99999999999999, 99999999999999",
    "100000000000000, 0",
    "999999999999999999, 0",
    "-1, 0",
    "1e9, 0",
    "'', 0"
  })
  void of_chargeThatAnybodyMayWrite_noMoreThanSumsCanHold(String written, long charge) {
    var meta = new ObjectMetaBuilder().addToAnnotations(Label.CHARGE, written).build();
    assertThat(EngineAnnotations.of(meta).charge()).isEqualTo(new Bytes(charge));
  }
}
