// SPDX-License-Identifier: Apache-2.0
/** The names by which Conduit knows its own objects in a cluster. Public API of the operator. */
@NullMarked
package dev.conduit.operator.cluster.names;

import org.jspecify.annotations.NullMarked;
