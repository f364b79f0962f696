// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects as a server on a real socket answers them, for stores elsewhere. */
final class RedirectTest {
  private static final URI FAR = URI.create("https://192.0.2.7:8443/v2/a/blobs/b");
  private static final URI FAR_PLAIN = URI.create("http://192.0.2.7:5000/v2/a/blobs/b");

  private final Wire wire = new Wire(Map.of(), Duration.ofSeconds(30), pause -> {});
  private final HttpServer server;
  private String location = "";

  RedirectTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void https_staysHttps_andNothingSecretIsSaid() throws Exception {
    location = "http://me:hunter2@192.0.2.9:81/blob?X-Amz-Signature=5ec2e7";

    assertThatThrownBy(() -> target(FAR))
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.REFUSED))
        .hasMessageContaining("from https to http://192.0.2.9:81,")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("5ec2e7");
    assertThat(target(FAR_PLAIN)).hasHost("192.0.2.9");
    location = "https://192.0.2.9/blob";
    assertThat(target(FAR)).hasHost("192.0.2.9");
    location = "/elsewhere";
    assertThat(target(FAR)).hasToString("https://192.0.2.7:8443/elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/a",
        "https://127.1.2.3:8443/a",
        "https://2130706433/a",
        "https://[::1]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://localhost/a",
        "https://Any.LocalHost./a",
        "https://169.254.169.254/latest/meta-data",
        "https://[fe80::1]/a",
        "https://0.0.0.0/a"
      })
  void storeElsewhere_doesNotSendToThisMachine(String here) throws Exception {
    location = here;

    assertThatThrownBy(() -> target(FAR))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("which is not followed");
    assertThatThrownBy(() -> target(FAR_PLAIN)).isInstanceOf(StoreFailure.class);
    assertThatThrownBy(() -> wire.refuseInward("store", FAR, URI.create(here)))
        .isInstanceOf(StoreFailure.class)
        .hasMessageStartingWith("store sends to " + Wire.host(URI.create(here)));
    assertThat(target(URI.create("https://127.0.0.1:9/a"))).isEqualTo(URI.create(here));
  }

  @Test
  void host_hasNoUser() {
    assertThat(Wire.host(URI.create("https://me:hunter2@a.example:81/b?c")))
        .isEqualTo("https://a.example:81");
    assertThat(Wire.host(URI.create("https://a@b@under_score/b"))).isEqualTo("https://under_score");
  }

  private URI target(URI store) throws StoreFailure, InterruptedException {
    URI asked = URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
    HttpResponse<byte[]> answer = wire.send(wire.request(asked).build(), Parts.upTo(0));
    return wire.target("store", store, store, answer);
  }
}
