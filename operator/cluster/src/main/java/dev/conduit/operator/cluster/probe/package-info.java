// SPDX-License-Identifier: Apache-2.0
/** Asks engines over HTTP whether they do what their block says. */
@NullMarked
package dev.conduit.operator.cluster.probe;

import org.jspecify.annotations.NullMarked;
