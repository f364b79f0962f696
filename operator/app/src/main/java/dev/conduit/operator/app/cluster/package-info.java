// SPDX-License-Identifier: Apache-2.0
/** A cluster as the command line sees it: read once, never written. */
@NullMarked
package dev.conduit.operator.app.cluster;

import org.jspecify.annotations.NullMarked;
