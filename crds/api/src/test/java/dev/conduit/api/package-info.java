// SPDX-License-Identifier: Apache-2.0
/** Tests of the custom resources and what is generated from them. */
@NullMarked
package dev.conduit.api;

import org.jspecify.annotations.NullMarked;
