// SPDX-License-Identifier: Apache-2.0
/** What is kept between plans. */
@NullMarked
package dev.conduit.operator.core.placement;

import org.jspecify.annotations.NullMarked;
