// SPDX-License-Identifier: Apache-2.0
/** Tests of what is known of models. */
@NullMarked
package dev.conduit.operator.core.knowledge;

import org.jspecify.annotations.NullMarked;
