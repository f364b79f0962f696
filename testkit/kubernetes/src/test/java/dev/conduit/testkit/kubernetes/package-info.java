// SPDX-License-Identifier: Apache-2.0

/** Tests of the real clusters. */
@NullMarked
package dev.conduit.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
