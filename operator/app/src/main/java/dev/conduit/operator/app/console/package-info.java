// SPDX-License-Identifier: Apache-2.0
/** How the command line talks to a person or a script: lines, progress, exit codes. */
@NullMarked
package dev.conduit.operator.app.console;

import org.jspecify.annotations.NullMarked;
