// SPDX-License-Identifier: Apache-2.0
/**
 * Golden directories: a folder per scenario, its inputs and, under {@code expected/}, every file
 * that the code under test makes of them. A directory says all: no input may go unread and no
 * expected file may go unmade.
 */
@NullMarked
package dev.conduit.testkit.golden;

import org.jspecify.annotations.NullMarked;
