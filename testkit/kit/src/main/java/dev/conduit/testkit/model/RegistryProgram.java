// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The distribution project's registry, on a port of this machine, with its data in a folder. */
public final class RegistryProgram implements AutoCloseable {
  private static final String SCRIPT = "testkit/kit/bin/registry";

  private static final Duration START = Duration.ofMinutes(1);

  /** Of the password that {@link #LOGIN} has. */
  private static final String HTPASSWD =
      "reader:$2b$04$WYsx5K4RO8E8WtKnjqYE0.Yj.elaX44ovby2fbV9f27eKjBvUQLb6\n";

  /** User and password of a registry that asks for them. */
  public static final String LOGIN = "reader:s3cret";

  private final Process process;
  private final int port;
  private final boolean asks;

  private RegistryProgram(Process process, int port, boolean asks) {
    this.process = process;
    this.port = port;
    this.asks = asks;
  }

  /** The program, found or fetched; empty where neither works, and stderr says why. */
  public static Optional<Path> find() throws IOException, InterruptedException {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.isExecutable(root.resolve(SCRIPT))) {
      root = root.getParent();
    }
    if (root == null) {
      return Optional.empty();
    }
    Process found =
        new ProcessBuilder(root.resolve(SCRIPT).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(found.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return found.waitFor() == 0 ? Optional.of(Path.of(path)) : Optional.empty();
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param asks whether it asks for {@link #LOGIN}
   */
  public static RegistryProgram start(Path program, Path folder, boolean asks)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        log: {level: error}
        """
            .formatted(folder.resolve("blobs"), port));
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile());
    if (asks) {
      Path users = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
      builder
          .environment()
          .putAll(
              Map.of(
                  "REGISTRY_AUTH", "htpasswd",
                  "REGISTRY_AUTH_HTPASSWD_REALM", "test",
                  "REGISTRY_AUTH_HTPASSWD_PATH", users.toString()));
    }
    RegistryProgram started = new RegistryProgram(builder.start(), port, asks);
    long deadline = System.nanoTime() + START.toNanos();
    while (!started.listens()) {
      if (!started.process.isAlive() || System.nanoTime() > deadline) {
        started.process.destroyForcibly();
        throw new IOException(Files.readString(folder.resolve("registry.log")));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return started;
  }

  private boolean listens() {
    try (Socket tried = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return tried.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Host and port, as references have them. */
  public String name() {
    return "127.0.0.1:" + port;
  }

  public RegistryPush push() {
    String basic = Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
    return new RegistryPush(URI.create("http://" + name()), asks ? "Basic " + basic : "");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
