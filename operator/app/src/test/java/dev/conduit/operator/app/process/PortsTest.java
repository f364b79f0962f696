// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortsTest {
  @Test
  void isFree_portWithAListener_isNot() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
    }
  }

  @Test
  void free_always_isFree() throws Exception {
    assertThat(Ports.isFree(Ports.free())).isTrue();
  }

  @Test
  void holder_ownListener_namesThisProcessWhereTheSystemTells() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.holder(taken.getLocalPort()).stream())
          .allSatisfy(
              holder -> {
                assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(holder.command()).isEqualTo("java");
              });
    }
  }
}
