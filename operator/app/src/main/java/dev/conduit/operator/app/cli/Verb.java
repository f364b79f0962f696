// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.ExitCode;
import java.util.concurrent.Callable;

/** One verb of the command line. */
interface Verb extends Callable<Integer> {
  /** Does it; expected failures are printed and become an exit code. */
  ExitCode run() throws Exception;

  @Override
  default Integer call() throws Exception {
    return run().status();
  }
}
