// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.remedy;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.finding.Remedy;

/**
 * A remedy, carried out.
 *
 * @param spec of the block with it; as it was where the remedy is more machines
 */
public record Change(Remedy remedy, InferenceBlockSpec spec) {}
