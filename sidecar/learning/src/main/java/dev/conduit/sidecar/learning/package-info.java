// SPDX-License-Identifier: Apache-2.0
/**
 * Fits a {@link dev.conduit.sidecar.core.classify.LinearModel} to outcomes of a weak and a strong
 * model. Deterministic: the same examples in the same order with the same settings give the same
 * model, bit for bit.
 */
@NullMarked
package dev.conduit.sidecar.learning;

import org.jspecify.annotations.NullMarked;
