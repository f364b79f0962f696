// SPDX-License-Identifier: Apache-2.0
/** Whole plans as directories of files: what goes in and what comes out. */
@NullMarked
package dev.conduit.operator.core.golden;

import org.jspecify.annotations.NullMarked;
