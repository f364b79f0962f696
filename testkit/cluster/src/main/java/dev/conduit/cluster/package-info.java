// SPDX-License-Identifier: Apache-2.0
/** Starts the operator as shipped on a control plane, with the permissions that the chart gives. */
@NullMarked
package dev.conduit.cluster;

import org.jspecify.annotations.NullMarked;
