// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes of this machine: starting them apart from the terminal, telling them from
 * strangers that got their number, their logs, their ports, and stopping them for certain.
 */
@NullMarked
package dev.conduit.operator.app.process;

import org.jspecify.annotations.NullMarked;
