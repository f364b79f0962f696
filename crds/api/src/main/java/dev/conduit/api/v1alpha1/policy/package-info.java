// SPDX-License-Identifier: Apache-2.0
/** RoutingPolicy: how requests of selected apps reach models. */
@NullMarked
package dev.conduit.api.v1alpha1.policy;

import org.jspecify.annotations.NullMarked;
