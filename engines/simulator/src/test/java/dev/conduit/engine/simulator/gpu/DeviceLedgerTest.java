// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLedgerTest {

  @TempDir private Path folder;

  private final long self = ProcessHandle.current().pid();

  @Test
  void charge_ofTwoProcesses_seeEachOther() throws IOException, InterruptedException {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      DeviceLedger ours = new DeviceLedger(folder, "0", self, "a");
      DeviceLedger theirs = new DeviceLedger(folder, "0", other.pid(), "b");
      assertThat(ours.charge(100)).isZero();
      assertThat(theirs.charge(30)).isEqualTo(100);
      assertThat(ours.othersBytes()).isEqualTo(30);
      assertThat(ours.charge(50)).isEqualTo(30);
      assertThat(theirs.othersBytes()).isEqualTo(50);
      assertThat(new DeviceLedger(folder, "1", self, "a").othersBytes()).isZero();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(new DeviceLedger(folder, "0", self, "a").othersBytes())
        .as("a killed process holds nothing")
        .isZero();
  }

  @Test
  void charge_byManyThreads_losesNothing() throws Exception {
    List<Process> holders = IntStream.range(0, 4).mapToObj(DeviceLedgerTest::sleeper).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Long>> charges =
          holders.stream()
              .<Callable<Long>>map(
                  process ->
                      () -> {
                        DeviceLedger ledger = new DeviceLedger(folder, "0", process.pid(), "x");
                        for (int bytes = 1; bytes < 50; bytes++) {
                          ledger.charge(bytes);
                        }
                        return ledger.charge(1_000);
                      })
              .toList();
      for (var done : threads.invokeAll(charges)) {
        done.get();
      }
      assertThat(new DeviceLedger(folder, "0", self, "a").othersBytes()).isEqualTo(4_000);
    } finally {
      holders.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void charge_ofZero_isGone() throws IOException {
    DeviceLedger ledger = new DeviceLedger(folder, "GPU-1/2", self, "a");
    ledger.charge(5);
    ledger.charge(0);
    assertThat(Files.readString(folder.resolve("gpu-GPU-1_2.json"))).isEqualTo("[]");
  }

  @Test
  void read_damagedFile_saysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("gpu-0.json"), "{oops");
    assertThatThrownBy(() -> new DeviceLedger(folder, "0", self, "a").othersBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gpu-0.json is not readable; delete it when no simulator runs");
  }

  private static Process sleeper(int number) {
    try {
      return new ProcessBuilder("sleep", String.valueOf(60 + number)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
