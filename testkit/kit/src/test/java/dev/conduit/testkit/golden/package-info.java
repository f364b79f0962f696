// SPDX-License-Identifier: Apache-2.0
/** Tests of the golden runner. */
@NullMarked
package dev.conduit.testkit.golden;

import org.jspecify.annotations.NullMarked;
