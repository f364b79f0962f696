// SPDX-License-Identifier: Apache-2.0
/** Checkpoints of real shape without weights, for what reads headers. */
@NullMarked
package dev.conduit.testkit.model;

import org.jspecify.annotations.NullMarked;
