// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.console;

/**
 * What the command line answers to its caller. Public: scripts rely on the numbers, so they never
 * change meaning. Source: decision 0006; 64, 69 and 70 are those of sysexits(3).
 */
public enum ExitCode {
  /** Done. */
  OK(0),
  /** A block does not fit the machines that there are; the numbers are on the error output. */
  DOES_NOT_FIT(2),
  /** A manifest is malformed or breaks a rule; file, line and field are on the error output. */
  INVALID(3),
  /** The sidecar's port is taken. */
  PORT_IN_USE(4),
  /** An engine's program is not installed. */
  MISSING_PROGRAM(5),
  /** An engine, the sidecar or an answer failed for good. */
  FAILED(6),
  /** A model could not be fetched or loaded: no network, no such file, a damaged one. */
  MODEL(7),
  /** Nothing is up for this folder. */
  NOT_UP(8),
  /** It is up already. */
  ALREADY_UP(9),
  /** The cluster cannot be read. */
  NO_CLUSTER(10),
  /** The command line was not understood. */
  USAGE(64),
  /** No JDK 25, or the programs are not built; given by the launcher. */
  UNAVAILABLE(69),
  /** A bug. */
  SOFTWARE(70),
  /** Ended by Ctrl-C. */
  INTERRUPTED(130);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The process's exit status, 0 to 255. */
  public int status() {
    return status;
  }
}
