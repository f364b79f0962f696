// SPDX-License-Identifier: Apache-2.0
/** Tests of manifest reading and validation. */
@NullMarked
package dev.conduit.validation;

import org.jspecify.annotations.NullMarked;
