// SPDX-License-Identifier: Apache-2.0
/** Tests of the objects that plans are turned into. */
@NullMarked
package dev.conduit.operator.cluster.render;

import org.jspecify.annotations.NullMarked;
