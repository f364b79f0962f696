// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import java.util.Optional;

/**
 * What the hub says of a file without giving it.
 *
 * @param bytes of it; zero when it does not say
 * @param sha256 of large files; empty when it does not say
 * @param commit that the revision stands for now
 */
public record Stated(long bytes, Optional<String> sha256, Optional<String> commit) {}
