// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelTest {
  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hangUp_beforeTheFirstByte_reachesTheEngine(boolean isStream) throws Exception {
    FakeEngine silent = new FakeEngine(vertx, (_, _) -> {});
    sidecar.with(Snapshots.light(silent.port()).build());
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body("auto", isStream)));
      Await.until(() -> assertThat(silent.seen).hasSize(1));
      assertThat(silent.aborted).hasValue(0);
    }
    Await.until(() -> assertThat(silent.aborted).hasValue(1));
    assertEnded();
  }

  @Test
  void hangUp_inTheMiddle_reachesTheEngine() throws Exception {
    FakeEngine endless =
        new FakeEngine(vertx, (request, _) -> FakeEngine.events(request).write("data: 1\n\n"));
    sidecar.with(Snapshots.light(endless.port()).build());
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body("auto", true)));
      Wire.until(socket, "data: 1\n\n");
    }
    Await.until(() -> assertThat(endless.aborted).hasValue(1));
    assertEnded();
  }

  private void assertEnded() {
    Await.until(
        () -> {
          var ended = sidecar.registry.get("conduit.requests").tag("outcome", "client_closed");
          assertThat(ended.counter().count()).isEqualTo(1);
          assertThat(sidecar.plane.inFlight()).isZero();
          var target = sidecar.plane.fleet().targets().iterator().next();
          assertThat(target.endpoints().getFirst().inFlight()).isZero();
        });
  }
}
