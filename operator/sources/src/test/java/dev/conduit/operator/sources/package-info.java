// SPDX-License-Identifier: Apache-2.0
/** Tests of what is read where models are kept. */
@NullMarked
package dev.conduit.operator.sources;

import org.jspecify.annotations.NullMarked;
