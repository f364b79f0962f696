// SPDX-License-Identifier: Apache-2.0
/** Tests of plans that are only thought of. */
@NullMarked
package dev.conduit.operator.app.plan;

import org.jspecify.annotations.NullMarked;
