// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import org.junit.jupiter.api.Test;

final class RecentWritesTest {
  private final RecentWrites recent = new RecentWrites();

  @Test
  void covers_watchIsBehindTheWrite_true() {
    recent.add(service("8000"), "1000");

    assertThat(recent.covers(service("8000"), "999")).isTrue();
    assertThat(recent.covers(service("8000"), "")).isTrue();
  }

  @Test
  void covers_anotherIsWanted_false() {
    recent.add(service("8000"), "1000");

    assertThat(recent.covers(service("9000"), "999")).isFalse();
  }

  @Test
  void covers_watchHasShownTheWrite_falseForGood() {
    recent.add(service("8000"), "1000");

    assertThat(recent.covers(service("8000"), "1000")).isFalse();
    assertThat(recent.covers(service("8000"), "")).isFalse();
  }

  @Test
  void covers_nothingWasWritten_false() {
    assertThat(recent.covers(service("8000"), "")).isFalse();
  }

  private static Service service(String port) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("chat")
        .withNamespace("default")
        .addToAnnotations("port", port)
        .endMetadata()
        .build();
  }
}
