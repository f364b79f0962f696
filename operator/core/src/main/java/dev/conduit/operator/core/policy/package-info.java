// SPDX-License-Identifier: Apache-2.0
/** From a RoutingPolicy and the blocks that serve to the snapshot that data planes get. */
@NullMarked
package dev.conduit.operator.core.policy;

import org.jspecify.annotations.NullMarked;
