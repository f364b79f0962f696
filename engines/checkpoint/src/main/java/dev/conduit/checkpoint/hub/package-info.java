// SPDX-License-Identifier: Apache-2.0
/**
 * The Hugging Face hub, or what answers like it: files of repositories, in pieces or in full. The
 * token goes to the hub itself only.
 */
@NullMarked
package dev.conduit.checkpoint.hub;

import org.jspecify.annotations.NullMarked;
