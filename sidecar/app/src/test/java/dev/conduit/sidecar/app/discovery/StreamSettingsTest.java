// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.contract.PolicyRef;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "conduit-discovery.conduit-system.svc:9443, conduit-discovery.conduit-system.svc, 9443",
    "10.0.0.1:1, 10.0.0.1, 1",
    "[::1]:9443, ::1, 9443",
  })
  void of_wellFormed_isRead(String address, String host, int port) {
    StreamSettings settings = of(address, "apps/chat");
    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(port);
    assertThat(settings.policy()).isEqualTo(new PolicyRef("apps", "chat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "host:", ":9443", "host:port", "host:70000", "host:-1"})
  void of_addressWithoutPort_namesTheSetting(String address) {
    assertThatThrownBy(() -> of(address, "apps/chat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CONDUIT_SIDECAR_DISCOVERY_ADDRESS: \"" + address + "\" is not host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chat", "apps/", "/chat", "apps/chat/1"})
  void of_policyInAnotherForm_namesTheSetting(String policy) {
    assertThatThrownBy(() -> of("host:1", policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "CONDUIT_SIDECAR_POLICY: \"" + policy + "\" is not namespace/name of a RoutingPolicy");
  }

  @Test
  void pause_grows_isJitteredAndHasAnEnd() {
    StreamTimes times = StreamTimes.DEFAULTS;
    assertThat(times.pause(1, 0)).isEqualTo(Duration.ofMillis(125));
    assertThat(times.pause(1, 0.999)).isEqualTo(Duration.ofMillis(250));
    assertThat(times.pause(3, 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(times.pause(6, 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(times.pause(1000, 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(times.pause(1000, 0.999)).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  private static StreamSettings of(String address, String policy) {
    return StreamSettings.of(
        new StreamSettings.Raw(address, policy, Path.of("ca"), Path.of("token"), "", ""));
  }
}
