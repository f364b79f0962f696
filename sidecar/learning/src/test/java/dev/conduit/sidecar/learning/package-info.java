// SPDX-License-Identifier: Apache-2.0
/** Tests of the fitting of models. */
@NullMarked
package dev.conduit.sidecar.learning;

import org.jspecify.annotations.NullMarked;
