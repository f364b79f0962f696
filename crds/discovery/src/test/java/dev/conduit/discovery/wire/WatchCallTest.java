// SPDX-License-Identifier: Apache-2.0
package dev.conduit.discovery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WatchCallTest {
  @Test
  void names_areThoseOfTheProtoFile() throws IOException {
    String proto;
    try (var in = WatchCall.class.getResourceAsStream("/conduit/discovery/v1/discovery.proto")) {
      assertThat(in).as("the proto file travels with the classes").isNotNull();
      proto = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int dot = WatchCall.SERVICE.lastIndexOf('.');
    assertThat(proto)
        .contains("package " + WatchCall.SERVICE.substring(0, dot) + ";")
        .contains("service " + WatchCall.SERVICE.substring(dot + 1) + " {")
        .contains("rpc " + WatchCall.METHOD + "(stream ClientMessage)")
        .contains("\"" + WatchCall.AUTHORIZATION + ": " + WatchCall.BEARER)
        .contains("audience \"" + WatchCall.AUDIENCE + "\"");
  }
}
