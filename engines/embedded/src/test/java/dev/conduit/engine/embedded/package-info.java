// SPDX-License-Identifier: Apache-2.0
/** Tests of the embedded engine with its real model. */
@NullMarked
package dev.conduit.engine.embedded;

import org.jspecify.annotations.NullMarked;
