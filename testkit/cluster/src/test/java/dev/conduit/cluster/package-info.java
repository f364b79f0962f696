// SPDX-License-Identifier: Apache-2.0
/** The operator as shipped, on a real control plane with fake GPU nodes. */
@NullMarked
package dev.conduit.cluster;

import org.jspecify.annotations.NullMarked;
