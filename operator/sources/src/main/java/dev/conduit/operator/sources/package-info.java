// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the headers of models' files where they are, for the planner: a folder of this machine, or
 * the Hugging Face hub, of which what was read is kept on disk. No weight is read.
 */
@NullMarked
package dev.conduit.operator.sources;

import org.jspecify.annotations.NullMarked;
