// SPDX-License-Identifier: Apache-2.0
/** Parts that both custom resources use: references, key-value pairs, conditions' reasons. */
@NullMarked
package dev.conduit.api.v1alpha1.common;

import org.jspecify.annotations.NullMarked;
