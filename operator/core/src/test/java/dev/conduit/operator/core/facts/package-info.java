// SPDX-License-Identifier: Apache-2.0
/** Tests of what is read from configurations and headers. */
@NullMarked
package dev.conduit.operator.core.facts;

import org.jspecify.annotations.NullMarked;
