// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a plan true on this machine: engines as child processes that are started, watched,
 * restarted, replaced and drained. Decides nothing about placement.
 */
@NullMarked
package dev.conduit.operator.app.apply;

import org.jspecify.annotations.NullMarked;
