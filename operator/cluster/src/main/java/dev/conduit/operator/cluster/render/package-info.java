// SPDX-License-Identifier: Apache-2.0
/** What the plan wants, as objects of the Kubernetes API. Pure. */
@NullMarked
package dev.conduit.operator.cluster.render;

import org.jspecify.annotations.NullMarked;
