// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.checkpoint.hub.HubFile;
import dev.conduit.checkpoint.oci.ImageReference;
import dev.conduit.checkpoint.oci.Registry;
import dev.conduit.checkpoint.oci.RegistryAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of a server on a real socket that gives something else than it was asked for. */
final class PartsTest {
  private static final long FAR = 3L << 30;
  private static final int LENGTH = 512;
  private static final int MEBIBYTE = 1 << 20;

  private final HttpServer server;
  private int status = 206;
  private String contentRange = "bytes %d-%d/%d".formatted(FAR, FAR + LENGTH - 1, 2 * FAR);
  private int bytes = LENGTH;
  private boolean chunked;

  PartsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!contentRange.isEmpty()) {
        exchange.getResponseHeaders().add("Content-Range", contentRange);
      }
      exchange.sendResponseHeaders(status, chunked ? 0 : bytes);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(new byte[bytes]);
      }
    }
  }

  @Test
  void part_thatWasAskedFor_isTaken() throws Exception {
    assertThat(blob(FAR).bytes()).hasSize(LENGTH);
    assertThat(blob(FAR).size()).isEqualTo(2 * FAR);
    assertThat(hub(FAR).bytes()).hasSize(LENGTH);
  }

  @Test
  void part_longerThanAskedFor_isNotTaken() {
    bytes = MEBIBYTE;

    assertThatThrownBy(() -> blob(FAR))
        .hasMessageContaining("1048576 bytes")
        .satisfies(this::isBroken);
    assertThatThrownBy(() -> hub(FAR))
        .hasMessageContaining("1048576 bytes")
        .satisfies(this::isBroken);
  }

  @Test
  void part_longerThanAskedFor_isNotTaken_whereItsLengthIsNotSaid() {
    bytes = MEBIBYTE;
    chunked = true;

    assertThatThrownBy(() -> blob(FAR))
        .hasMessageContaining("longer than what was asked for")
        .satisfies(this::isBroken);
  }

  @Test
  void part_fromElsewhere_isNotTaken() {
    contentRange = "bytes %d-%d/%d".formatted(FAR + 1, FAR + LENGTH, 2 * FAR);

    assertThatThrownBy(() -> blob(FAR))
        .hasMessageContaining("another part")
        .satisfies(this::isBroken);
    assertThatThrownBy(() -> hub(FAR))
        .hasMessageContaining("another part")
        .satisfies(this::isBroken);
  }

  @Test
  void part_fromNobodySaysWhere_isNotTaken() {
    contentRange = "";

    assertThatThrownBy(() -> blob(FAR))
        .hasMessageContaining("another part")
        .satisfies(this::isBroken);
  }

  @Test
  void wholeFile_isCutWhereItIsSmall_andElseNotTaken() throws Exception {
    status = 200;
    contentRange = "";
    bytes = MEBIBYTE;

    assertThat(blob(1000).bytes()).hasSize(LENGTH);
    assertThat(blob(FAR).bytes()).isEmpty();
    bytes = 5 * MEBIBYTE;
    assertThatThrownBy(() -> blob(FAR)).hasMessageContaining("gives no parts of files");
  }

  private void isBroken(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StoreFailure.class, one -> assertThat(one.kind()).isEqualTo(StoreFailure.Kind.BROKEN));
  }

  private Piece blob(long from) throws StoreFailure, InterruptedException {
    ImageReference image =
        ImageReference.parse("127.0.0.1:%d/a/b".formatted(server.getAddress().getPort()))
            .orElseThrow();
    Wire wire = new Wire(Map.of(), Duration.ofSeconds(30), pause -> {});
    return new Registry(RegistryAccess.of(Map.of()), wire)
        .blob(image, "sha256:" + "0".repeat(64), from, LENGTH);
  }

  private Piece hub(long from) throws StoreFailure, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Hub(new HubAccess(url, Optional.empty()), Map.of())
        .range(new HubFile("a/b", "main", "model.gguf"), from, LENGTH);
  }
}
