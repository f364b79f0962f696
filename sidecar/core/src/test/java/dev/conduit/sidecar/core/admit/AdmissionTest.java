// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.conduit.sidecar.core.failure.Failure;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(2);

  @Test
  void objection_room_isNone() {
    assertThat(admission.objection(false, 1)).isEmpty();
  }

  @Test
  void objection_full_isOverloaded() {
    assertThat(admission.objection(false, 2)).contains(new Failure.Overloaded(2));
  }

  @Test
  void objection_draining_comesFirst() {
    assertThat(admission.objection(true, 2)).contains(new Failure.Draining());
  }

  @Test
  void limit_belowOne_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Admission(0));
  }
}
