// SPDX-License-Identifier: Apache-2.0
/**
 * Real clients on real sockets against the programs as shipped. Each test starts what it needs by
 * {@code bin/conduit}, as a user does, and sees only what a user sees.
 */
@NullMarked
package dev.conduit.e2e;

import org.jspecify.annotations.NullMarked;
