// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import java.util.Optional;

/**
 * Part of a file.
 *
 * @param bytes as many as were asked for, fewer where the file ends
 * @param size of the whole file
 * @param commit that the revision stands for now; empty where a mirror does not say
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by who asked for it
public record Piece(byte[] bytes, long size, Optional<String> commit) {}
