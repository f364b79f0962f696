// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Who holds how much of a simulated GPU's memory: a file that all simulators on it read and write
 * under a lock.
 *
 * <p>Shape: a JSON list of charges, at most one per process. A charge ends with its process: those
 * of processes that are gone are dropped at each look, so that a killed simulator's memory is free
 * at once, as a real GPU's is. Safe for use by several threads and processes.
 */
public final class DeviceLedger {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<List<Charge>> CHARGES = new TypeReference<>() {};

  /** File locks belong to the process; threads of one process wait for each other here. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;
  private final long pid;
  private final String owner;

  /**
   * The ledger of one GPU, as one process uses it.
   *
   * @param folder shared by all simulators of this machine; created when missing
   * @param device the GPU's index or id
   * @param owner shown in the file, for a person
   */
  public DeviceLedger(Path folder, String device, long pid, String owner) {
    this.file = folder.resolve("gpu-" + device.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
    this.pid = pid;
    this.owner = owner;
  }

  /** Bytes that live processes other than this one hold. */
  public long othersBytes() throws IOException {
    return others(update(charges -> charges));
  }

  /** Sets what this process holds and says what the others hold; 0 ends the charge. */
  public long charge(long bytes) throws IOException {
    return others(
        update(
            charges -> {
              List<Charge> next = new ArrayList<>(charges);
              next.removeIf(charge -> charge.pid() == pid);
              if (bytes > 0) {
                next.add(new Charge(pid, startedAt(pid).orElse(0), bytes, owner));
              }
              return next;
            }));
  }

  private long others(List<Charge> charges) {
    return charges.stream().filter(charge -> charge.pid() != pid).mapToLong(Charge::bytes).sum();
  }

  private List<Charge> update(UnaryOperator<List<Charge>> change) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    IN_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      List<Charge> before = read(channel);
      List<Charge> after =
          change.apply(before.stream().filter(Charge::isAlive).toList()).stream().toList();
      if (!after.equals(before)) {
        write(channel, after);
      }
      return after;
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private List<Charge> read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    try {
      return text.isBlank() ? List.of() : MAPPER.readValue(text, CHARGES);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "the ledger %s is not readable; delete it when no simulator runs".formatted(file), e);
    }
  }

  private static void write(FileChannel channel, List<Charge> charges) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(MAPPER.writeValueAsBytes(charges));
    channel.truncate(0);
    for (long position = 0; bytes.hasRemaining(); ) {
      position += channel.write(bytes, position);
    }
  }

  private static OptionalLong startedAt(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /**
   * Memory that a process holds.
   *
   * @param startedAt the process's start in milliseconds since 1970, since numbers are used again;
   *     0 where the system does not say
   */
  record Charge(long pid, long startedAt, long bytes, String owner) {
    boolean isAlive() {
      OptionalLong start = DeviceLedger.startedAt(pid);
      return start.isPresent() && start.getAsLong() == startedAt;
    }
  }
}
