// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: one class a verb, one console that all output goes through, one list of exit
 * codes. Verbs parse options and print; what they do is in the packages beside this one.
 */
@NullMarked
package dev.conduit.operator.app.cli;

import org.jspecify.annotations.NullMarked;
