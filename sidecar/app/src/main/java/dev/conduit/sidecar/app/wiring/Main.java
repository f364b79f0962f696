// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The data plane's process. A drained shutdown exits with 0, also when SIGTERM asked for it, for
 * which the JVM alone would say 143; a failed start exits with 1.
 */
@QuarkusMain
public final class Main {
  private static final Logger LOG = Logger.getLogger(Main.class);
  private static final Duration AFTER_SIGNAL = Duration.ofMinutes(10);

  private Main() {}

  /** Runs until SIGTERM or, if asked for, the end of the parent process. */
  public static void main(String[] args) {
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitExit(main), "await-exit"));
    Quarkus.run(null, Main::exit, args);
  }

  private static void exit(int code, @Nullable Throwable error) {
    if (error != null) {
      LOG.errorf("cannot start: error=%s", reason(error));
    }
    Runtime.getRuntime().halt(error == null ? 0 : Math.max(1, code));
  }

  /** The innermost message: the outer ones are about how a framework got there. */
  private static String reason(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null || cause == error ? String.valueOf(error.getMessage()) : reason(cause);
  }

  /** Keeps the JVM from ending by the signal before the main thread has drained and says how. */
  private static void awaitExit(Thread main) {
    try {
      main.join(AFTER_SIGNAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
