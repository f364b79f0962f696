// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The data plane's process. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs until SIGTERM or, if asked for, the end of the parent process. */
  public static void main(String[] args) {
    Quarkus.run(args);
  }
}
