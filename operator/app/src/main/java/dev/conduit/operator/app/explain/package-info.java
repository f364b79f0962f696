// SPDX-License-Identifier: Apache-2.0
/**
 * Explains where a policy would send a request, without a cluster and without a sidecar: the policy
 * is compiled by the control plane's code and the decision taken by the data plane's.
 */
@NullMarked
package dev.conduit.operator.app.explain;

import org.jspecify.annotations.NullMarked;
