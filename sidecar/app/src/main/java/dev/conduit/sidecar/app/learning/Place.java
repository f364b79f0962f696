// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where outcomes are kept.
 *
 * @param folder for the file; without one they are in memory
 * @param most outcomes of one policy
 */
public record Place(Optional<Path> folder, int most) {}
