// SPDX-License-Identifier: Apache-2.0
/**
 * Replays requests that were recorded through a policy: what it would have routed, saved and lost.
 * Decisions are those of the data plane, files are read in one pass, and nothing is sent.
 */
@NullMarked
package dev.conduit.operator.app.replay;

import org.jspecify.annotations.NullMarked;
