// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProxyVariablesTest {
  @Test
  void proxy_isTakenFromTheVariables() {
    ProxyVariables proxies =
        new ProxyVariables(
            Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", "local,.corp.example"));

    assertThat(proxies.select(URI.create("https://huggingface.co/a")).getFirst().address())
        .hasToString("proxy.example/<unresolved>:3128");
    assertThat(proxies.select(URI.create("https://hub.corp.example/a")).getFirst().address())
        .isNull();
    assertThat(proxies.select(URI.create("http://huggingface.co/a")).getFirst().address()).isNull();
  }
}
