// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.launch;

import dev.conduit.engine.surface.Interceptor;
import dev.conduit.engine.surface.Surface;
import dev.conduit.engine.surface.SurfaceMetrics;
import dev.conduit.engine.surface.SurfaceOptions;
import dev.conduit.engine.surface.spi.Engine;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Binds the surface and keeps the process to its rules: SIGTERM drains, the parent's end is ours.
 * Listens before the engine is loaded, so that loading can be told over HTTP.
 */
public final class ServerProcess {
  /** Exit status: the port is taken. */
  public static final int PORT_IN_USE = 4;

  private static final int START_SECONDS = 30;

  private final Vertx vertx;
  private final ServeOptions options;
  private final PrintStream out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicInteger status = new AtomicInteger();

  public ServerProcess(Vertx vertx, ServeOptions options, PrintStream out) {
    this.vertx = vertx;
    this.options = options;
    this.out = out;
  }

  /**
   * Serves until SIGTERM or the parent's end, then drains. {@code afterBind} runs on the caller's
   * thread once the port is bound: load the model there. Answers the exit status.
   */
  public int serve(
      Engine engine, SurfaceMetrics metrics, Interceptor interceptor, Runnable afterBind)
      throws InterruptedException {
    SurfaceOptions where = options.surface();
    Surface surface;
    try {
      surface =
          Surface.start(vertx, engine, metrics, interceptor, where)
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      boolean taken = e.getCause() instanceof BindException;
      out.printf(
          "%s cannot listen on %s:%d: %s%n",
          engine.info().server(),
          where.host(),
          where.port(),
          taken ? "the port is in use; give another with --port" : e.getMessage());
      return taken ? PORT_IN_USE : 1;
    }
    out.printf(
        "%s listening on http://%s:%d%n", engine.info().server(), where.host(), surface.port());
    watchParent();
    Thread hook = new Thread(() -> drain(surface), "drain");
    Runtime.getRuntime().addShutdownHook(hook);
    boolean begun = false;
    try {
      afterBind.run();
      begun = true;
    } finally {
      if (!begun) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
    stop.await();
    return 0;
  }

  /** Drains and ends the process with a status other than SIGTERM's 0; does not return. */
  public void exit(int code) {
    status.set(code);
    Runtime.getRuntime().exit(code);
  }

  private void watchParent() {
    options.parent().ifPresent(pid -> Thread.ofVirtual().name("parent").start(() -> await(pid)));
  }

  /** Leaves the JVM by its own way out, which runs the drain, once the parent is gone. */
  private static void await(long pid) {
    ProcessHandle.of(pid).ifPresent(parent -> parent.onExit().join());
    Runtime.getRuntime().exit(0);
  }

  private void drain(Surface surface) {
    try {
      surface
          .drain(options.shutdownTimeout())
          .toCompletionStage()
          .toCompletableFuture()
          .get(options.shutdownTimeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      out.println("not everything was answered within --shutdown-timeout");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop.countDown();
    // A JVM that SIGTERM ends exits with 143, whatever main returns: a drain that ended well is 0.
    out.flush();
    Runtime.getRuntime().halt(status.get());
  }
}
