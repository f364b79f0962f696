// SPDX-License-Identifier: Apache-2.0
/** Tests of the whole of the operator's core. */
@NullMarked
package dev.conduit.operator.core;

import org.jspecify.annotations.NullMarked;
