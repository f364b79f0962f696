// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;

/**
 * A model, and how good it is on texts that it does not know.
 *
 * @param model fitted on all rows
 * @param unseen the probability for each row, in order, from a fit that had not seen the row
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
public record Trained(LinearModel model, double[] unseen) {}
