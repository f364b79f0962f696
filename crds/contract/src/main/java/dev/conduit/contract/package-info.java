// SPDX-License-Identifier: Apache-2.0
/** Placeholder paragraph. */
@NullMarked
package dev.conduit.contract;

import org.jspecify.annotations.NullMarked;
