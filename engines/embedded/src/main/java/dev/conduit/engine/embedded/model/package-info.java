// SPDX-License-Identifier: Apache-2.0
/**
 * Model files: where they come from, how they are fetched, and that they are whole. A file is
 * handed out only after its size and checksum were seen to be right.
 */
@NullMarked
package dev.conduit.engine.embedded.model;

import org.jspecify.annotations.NullMarked;
