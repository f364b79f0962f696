// SPDX-License-Identifier: Apache-2.0
/** Tests of what is read from a cluster's objects. */
@NullMarked
package dev.conduit.operator.cluster.gather;

import org.jspecify.annotations.NullMarked;
