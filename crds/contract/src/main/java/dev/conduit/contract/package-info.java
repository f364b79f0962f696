// SPDX-License-Identifier: Apache-2.0
/**
 * What the control plane writes and the data plane reads: one {@link
 * dev.conduit.contract.RoutingSnapshot} per policy, its codec, and the value types both sides name
 * things with. Operator and sidecar share nothing else.
 */
@NullMarked
package dev.conduit.contract;

import org.jspecify.annotations.NullMarked;
