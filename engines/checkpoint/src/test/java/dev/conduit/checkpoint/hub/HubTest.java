// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.Tensor;
import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hub on real sockets. */
final class HubTest {
  private static final String ID = "openai/gpt-oss-20b";
  private static final HubFile SHARD = new HubFile(ID, "main", "model-00000-of-00003.safetensors");

  @TempDir Path folder;
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void files_ofACommit_costARequestEach() throws Exception {
    Checkpoints.gptOss20b(folder.resolve(ID));
    try (HubServer server = new HubServer(folder)) {
      HubFiles files = new HubFiles(hub(server.url()), ID, HubServer.COMMIT);

      long bytes = WeightFiles.read(files, "").tensors().stream().mapToLong(Tensor::bytes).sum();

      assertThat(bytes).isEqualTo(Checkpoints.GPT_OSS_20B_BYTES);
      // The index, and of each shard the redirect and its first piece.
      assertThat(server.asked()).hasSize(1 + 3 * 2);
    }
  }

  @Test
  void part_inTheMiddleAndBeyondTheEnd_isWhatTheFileHas() throws Exception {
    write("config.json", "0123456789");
    try (HubServer server = new HubServer(folder)) {
      Hub hub = hub(server.url());
      HubFile file = new HubFile(ID, "main", "config.json");

      assertThat(hub.range(file, 3, 4))
          .satisfies(
              piece -> {
                assertThat(piece.bytes()).asString().isEqualTo("3456");
                assertThat(piece.size()).isEqualTo(10);
                assertThat(piece.commit()).contains(HubServer.COMMIT);
              });
      assertThat(hub.range(file, 8, 4).bytes()).asString().isEqualTo("89");
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 3", "500, 3", "503, 3", "404, 1", "403, 1"})
  void refusal_isTriedAgainOnlyWhereThatMayHelp(int status, int attempts) throws Exception {
    write("config.json", "{}");
    try (HubServer server = new HubServer(folder)) {
      server.answerNext(status, status, status);

      assertThatThrownBy(() -> hub(server.url()).range(SHARD, 0, 8))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining(String.valueOf(status));

      assertThat(server.asked()).hasSize(attempts);
      assertThat(pauses).hasSize(attempts - 1).allMatch(Duration.ofSeconds(1)::equals);
    }
  }

  @Test
  void hubThatNeverAnswers_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());

      assertThatThrownBy(() -> hub(url).range(SHARD, 0, 8))
          .isInstanceOfSatisfying(
              StoreFailure.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREACHABLE);
                assertThat(failure.reason()).startsWith(url + " does not answer");
              });
    }
  }

  /** Each look at the clock finds it ten seconds later. */
  @Test
  void hubThatIsSlowEachTime_isGivenUpAfterTwoMinutesInAll() throws Exception {
    write("config.json", "{}");
    AtomicLong now = new AtomicLong();
    try (HubServer server = new HubServer(folder)) {
      HubAccess access = new HubAccess(server.url(), Optional.empty());
      Wire slow =
          new Wire(
              Map.of(),
              Duration.ofSeconds(30),
              pauses::add,
              () -> now.getAndAdd(Duration.ofSeconds(10).toNanos()));
      HubFiles files = new HubFiles(new Hub(access, new Exchange(access, slow)), ID, "main");

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  files.size("part-" + i);
                }
              })
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("120 s in all");
      assertThat(server.asked()).hasSize(11);
    }
  }

  @Test
  void access_isReadAsTheHubsOwnProgramsDo_andHidesTheToken() {
    HubAccess access =
        HubAccess.of(Map.of("HF_ENDPOINT", "https://mirror.example/hf/", "HF_TOKEN", " hf_x\n"));

    assertThat(access.endpoint()).hasToString("https://mirror.example/hf");
    assertThat(access.token()).contains("hf_x");
    assertThat(access.toString()).doesNotContain("hf_x");
    assertThat(access.owns(URI.create("https://mirror.example/other"))).isTrue();
    assertThat(access.owns(URI.create("http://mirror.example/hf"))).isFalse();
    assertThat(access.owns(URI.create("https://mirror.example:444/hf"))).isFalse();
    assertThatThrownBy(() -> HubAccess.of(Map.of("HF_ENDPOINT", "mirror")))
        .hasMessageContaining("HF_ENDPOINT=\"mirror\"");
    assertThatThrownBy(() -> HubAccess.of(Map.of("HF_ENDPOINT", "https://me:hunter2@mirror/hf")))
        .hasMessageContaining("user or password")
        .hasMessageNotContaining("hunter2");
  }

  /** A proxy that is a plain hub answers for every host, so the request came by it. */
  @Test
  void requests_goByTheProxy() throws Exception {
    write("config.json", "{}");
    try (HubServer server = new HubServer(folder)) {
      HubAccess access = new HubAccess(URI.create("http://hub.invalid"), Optional.empty());
      Exchange exchange =
          new Exchange(
              access,
              new Wire(
                  Map.of("http_proxy", server.url().toString()),
                  Duration.ofSeconds(30),
                  pauses::add));

      assertThat(new Hub(access, exchange).stated(new HubFile(ID, "main", "config.json")).commit())
          .contains(HubServer.COMMIT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf_se\ncret", "hf_se cret", "\u201chf_secret\u201d"})
  void token_thatNoHeaderTakes_isRefusedWithoutIt(String token) {
    HubAccess plain = new HubAccess(URI.create("https://hub.example"), Optional.empty());

    assertThatThrownBy(() -> HubAccess.of(Map.of("HF_TOKEN", token)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("HF_TOKEN holds")
        .hasMessageNotContaining("hf_se");
    assertThatThrownBy(() -> plain.with(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hf_se");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:hunter2%zz@proxy:1", "http://me:hunter2#x@proxy:1"})
  void proxy_thatIsNoUrl_isNamedWithoutItsPassword(String proxy) {
    HubAccess access = new HubAccess(URI.create("http://hub.invalid"), Optional.empty());
    Hub hub = new Hub(access, Map.of("HTTP_PROXY", proxy));

    assertThatThrownBy(() -> hub.stated(SHARD))
        .isInstanceOf(StoreFailure.class)
        .hasMessageStartingWith("HTTP_PROXY is no URL of a proxy")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void part_beyondTheEndOfALargeFile_isNotAskedFor() throws Exception {
    write("long.json", "x".repeat(200_000));
    try (HubServer server = new HubServer(folder)) {
      HubFiles files = new HubFiles(hub(server.url()), ID, HubServer.COMMIT);

      assertThat(files.read("long.json", 200_000, 8)).isEmpty();
      assertThat(files.read("long.json", 300_000, 8)).isEmpty();
      assertThat(files.read("long.json", 199_998, 8)).asString().isEqualTo("xx");
      assertThat(server.asked()).hasSize(2);
    }
  }

  @Test
  void bodies_ofRedirectsAndRefusals_areClosed() throws Exception {
    Checkpoints.gptOss20b(folder.resolve(ID));
    List<AtomicBoolean> closed = new ArrayList<>();
    HttpResponse.BodyHandler<InputStream> noting =
        info ->
            HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.ofInputStream(), body -> noting(body, closed));
    try (HubServer server = new HubServer(folder)) {
      HubAccess access = new HubAccess(server.url(), Optional.empty());
      Exchange exchange =
          new Exchange(access, new Wire(Map.of(), Duration.ofSeconds(30), pauses::add));

      try (InputStream last =
          exchange.follow("shard", SHARD.location(), "bytes=0-7", noting).answer().body()) {
        assertThat(closed).hasSize(2);
        assertThat(closed.getFirst()).isTrue();
        assertThat(closed.getLast()).isFalse();
        assertThat(last.readAllBytes()).hasSize(8);
      }
      server.answerNext(404);
      assertThatThrownBy(() -> exchange.follow("shard", SHARD.location(), "", noting))
          .isInstanceOf(StoreFailure.class);
      assertThat(closed).hasSize(3).allMatch(AtomicBoolean::get);
    }
  }

  private static InputStream noting(InputStream body, List<AtomicBoolean> closed) {
    AtomicBoolean mine = new AtomicBoolean();
    closed.add(mine);
    return new FilterInputStream(body) {
      @Override
      public void close() throws IOException {
        mine.set(true);
        super.close();
      }
    };
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(ID));
    Files.writeString(folder.resolve(ID).resolve(name), text);
  }

  private Hub hub(URI url) {
    HubAccess access = new HubAccess(url, Optional.of("hf_secret"));
    return new Hub(
        access, new Exchange(access, new Wire(Map.of(), Duration.ofSeconds(2), pauses::add)));
  }
}
