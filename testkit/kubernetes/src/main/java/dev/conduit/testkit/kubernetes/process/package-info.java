// SPDX-License-Identifier: Apache-2.0

/**
 * Programs that a cluster consists of: where their binaries are, which ports and folders they get,
 * and how they are started and ended.
 */
@NullMarked
package dev.conduit.testkit.kubernetes.process;

import org.jspecify.annotations.NullMarked;
