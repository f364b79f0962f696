// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.sidecar.core.classify.Classification;

/**
 * What the classifier said of a request that it was asked about.
 *
 * @param answer with what rules added to the score
 * @param added by rules
 */
public record Judged(Classification answer, double added) {}
