// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

/**
 * Where a file's bytes are.
 *
 * @param layer digest
 * @param from first byte within the layer
 * @param bytes of the file
 */
record Extent(String layer, long from, long bytes) {}
