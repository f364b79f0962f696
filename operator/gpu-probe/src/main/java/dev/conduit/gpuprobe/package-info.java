// SPDX-License-Identifier: Apache-2.0
/**
 * Asks a node's GPU driver for the memory of its devices and writes it on the node. The program
 * that stays calls no driver: short-lived children of it do, so that nothing holds the GPUs and a
 * fault in the driver's library ends a child only. Source: decision 0029.
 */
@NullMarked
package dev.conduit.gpuprobe;

import org.jspecify.annotations.NullMarked;
