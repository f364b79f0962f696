// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.sidecar.app.config.SnapshotFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that die, come back and are replaced, and snapshots that change, under load. */
class ChangeTest {
  private static final int CALLERS = 8;

  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);
  private final SnapshotCodec codec = new SnapshotCodec();
  @TempDir Path folder;

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void kill_oneOfTwoUnderLoad_losesNothing() throws Exception {
    FakeEngine one = slow();
    FakeEngine two = slow();
    sidecar.with(Snapshots.light(one.port(), two.port()).build()).withHealthChecks();
    try (Load load = new Load()) {
      load.after(100);
      one.kill();
      load.after(100);
      one.start();
      int before = one.seen.size();
      Await.until(() -> assertThat(one.seen.size()).isGreaterThan(before + 10));
      assertThat(load.lost()).isEmpty();
    }
  }

  @Test
  void snapshots_swappedUnderLoad_loseNothing() throws Exception {
    FakeEngine one = slow();
    FakeEngine two = slow();
    Path file = folder.resolve("snapshot.json");
    Snapshots only = Snapshots.light(one.port());
    write(file, only);
    try (SnapshotFile watch = new SnapshotFile(file, sidecar.sources)) {
      watch.start();
      try (Load load = new Load()) {
        for (int i = 0; i < 20; i++) {
          Snapshots next = i % 2 == 0 ? Snapshots.light(two.port()) : only;
          String revision = "s" + i;
          write(file, next.revision(revision));
          Await.until(() -> assertThat(revision()).isEqualTo(revision));
          load.after(5);
        }
        assertThat(load.lost()).isEmpty();
      }
    }
    assertThat(two.seen).isNotEmpty();
  }

  @Test
  void snapshot_thatCannotBeTaken_isToldAndTheNextOneIs() throws Exception {
    Path file = folder.resolve("snapshot.json");
    List<String> problems = new CopyOnWriteArrayList<>();
    List<String> taken = new CopyOnWriteArrayList<>();
    SnapshotFile.Listener listener =
        new SnapshotFile.Listener() {
          @Override
          public void accepted(RoutingSnapshot snapshot) {
            if (snapshot.revision().equals("s1")) {
              throw new IllegalStateException("as by a store that is closed");
            }
            taken.add(snapshot.revision());
          }

          @Override
          public void rejected(Path from, List<String> why) {
            problems.addAll(why);
          }
        };
    try (SnapshotFile watch = new SnapshotFile(file, listener)) {
      watch.start();
      write(file, Snapshots.light(1).revision("s1"));
      Await.until(
          () -> assertThat(problems).containsExactly("cannot be taken: IllegalStateException"));
      write(file, Snapshots.light(1).revision("s2"));
      Await.until(() -> assertThat(taken).containsExactly("s2"));
    }
  }

  @Test
  void snapshot_invalid_isKeptOutAndTheLastGoodStays() throws Exception {
    FakeEngine one = FakeEngine.good(vertx);
    Path file = folder.resolve("snapshot.json");
    try (SnapshotFile watch = new SnapshotFile(file, sidecar.sources)) {
      watch.start();
      assertThat(sidecar.chat("auto").statusCode()).isEqualTo(503);
      write(file, Snapshots.light(one.port()));
      Await.until(() -> assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200));
      for (String bad : List.of("{", "{\"format\":99}", "")) {
        Files.writeString(file, bad);
        double before = rejected();
        Await.until(() -> assertThat(rejected()).isGreaterThan(before - 1));
        assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
      }
      Await.until(() -> assertThat(rejected()).isGreaterThanOrEqualTo(2));
      Files.delete(file);
      assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
      write(file, Snapshots.light(one.port()).revision("r2"));
      Await.until(() -> assertThat(revision()).isEqualTo("r2"));
    }
  }

  @Test
  void snapshot_mountedAsConfigMap_followsTheLinkSwap() throws Exception {
    FakeEngine one = FakeEngine.good(vertx);
    Path data = folder.resolve("..data");
    Path first = Files.createDirectory(folder.resolve("..2026_1"));
    Path second = Files.createDirectory(folder.resolve("..2026_2"));
    Snapshots snapshot = Snapshots.light(one.port());
    Files.write(first.resolve("snapshot.json"), codec.encode(snapshot.build()));
    Files.write(second.resolve("snapshot.json"), codec.encode(snapshot.revision("r2").build()));
    Files.createSymbolicLink(data, first.getFileName());
    Path file = folder.resolve("snapshot.json");
    Files.createSymbolicLink(file, Path.of("..data/snapshot.json"));
    try (SnapshotFile watch = new SnapshotFile(file, sidecar.sources)) {
      watch.start();
      assertThat(revision()).isEqualTo("r1");
      Path swap = folder.resolve("..data_tmp");
      Files.createSymbolicLink(swap, second.getFileName());
      Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
      Await.until(() -> assertThat(revision()).isEqualTo("r2"));
    }
  }

  @Test
  void health_failingAndHealing_gatesTheEndpoint() {
    FakeEngine one = FakeEngine.good(vertx);
    FakeEngine two = FakeEngine.good(vertx);
    sidecar.with(Snapshots.light(one.port(), two.port()).build()).withHealthChecks();
    one.healthStatus = 503;
    Await.until(() -> assertThat(ready(one)).isZero());
    int before = one.seen.size();
    for (int i = 0; i < 6; i++) {
      assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
    }
    assertThat(one.seen).hasSize(before);
    one.healthStatus = 200;
    Await.until(() -> assertThat(ready(one)).isEqualTo(1));
    sidecar.chat("auto");
    sidecar.chat("auto");
    assertThat(one.seen.size()).isGreaterThan(before);
  }

  private double ready(FakeEngine engine) {
    return sidecar
        .registry
        .get("conduit.endpoint.ready")
        .tag("endpoint", "light-" + engine.port())
        .gauge()
        .value();
  }

  private double rejected() {
    return sidecar.registry.get("conduit.snapshot.rejected").functionCounter().count();
  }

  private String revision() {
    return sidecar.plane.current().map(Current::revision).orElse("none");
  }

  private FakeEngine slow() {
    return new FakeEngine(
        vertx,
        (request, _) ->
            vertx.setTimer(10, _ -> FakeEngine.json(request.response(), FakeEngine.ANSWER)));
  }

  private void write(Path file, Snapshots snapshot) throws IOException {
    Path temporary = Files.createTempFile(folder, "snapshot", ".tmp");
    Files.write(temporary, codec.encode(snapshot.build()));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Callers that ask as fast as they get answers, until closed. */
  private final class Load implements AutoCloseable {
    private final AtomicBoolean isOn = new AtomicBoolean(true);
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> lost = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<Void>> callers = new ArrayList<>();

    Load() {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(CompletableFuture.runAsync(this::call, Thread::startVirtualThread));
      }
    }

    private void call() {
      while (isOn.get()) {
        HttpResponse<String> answer = sidecar.chat("auto");
        answered.incrementAndGet();
        if (answer.statusCode() != 200) {
          lost.add(answer.statusCode() + " " + answer.body());
        }
      }
    }

    void after(int more) {
      int goal = answered.get() + more;
      Await.until(() -> assertThat(answered.get()).isGreaterThanOrEqualTo(goal));
    }

    List<String> lost() {
      return List.copyOf(lost);
    }

    @Override
    public void close() {
      isOn.set(false);
      CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
      assertThat(lost).isEmpty();
    }
  }
}
