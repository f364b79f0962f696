// SPDX-License-Identifier: Apache-2.0
/** What holds for every plan, whatever goes in. */
@NullMarked
package dev.conduit.operator.core.plan;

import org.jspecify.annotations.NullMarked;
