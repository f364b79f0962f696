// SPDX-License-Identifier: Apache-2.0
/** What the cluster shows, as the planner's input. Pure but for where lists are read. */
@NullMarked
package dev.conduit.operator.cluster.gather;

import org.jspecify.annotations.NullMarked;
