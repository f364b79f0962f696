// SPDX-License-Identifier: Apache-2.0
/**
 * The state folder of one {@code conduit up}: who supervises it, which children it has, what became
 * of them. Files here outlive a crash, so that the next command can clean up after it.
 */
@NullMarked
package dev.conduit.operator.app.state;

import org.jspecify.annotations.NullMarked;
