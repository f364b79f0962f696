// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.operator.app.state.StateFolder;
import java.nio.file.Path;
import java.util.Set;

/**
 * How a session runs.
 *
 * @param home of Conduit
 * @param manifests folder or file
 * @param state folder
 * @param port of the sidecar
 * @param watch whether edits are followed
 * @param recorded programs that write a new AOT cache when they end; empty but in training
 */
public record SessionOptions(
    Path home, Path manifests, StateFolder state, int port, boolean watch, Set<String> recorded) {

  public SessionOptions {
    recorded = Set.copyOf(recorded);
  }
}
