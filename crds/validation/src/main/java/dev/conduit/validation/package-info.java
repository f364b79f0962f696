// SPDX-License-Identifier: Apache-2.0
/**
 * Checks manifests as the API server would, from the same generated CRDs: the structural schema,
 * its defaults, and the CEL rules. Local mode and the corpus tests use it; in a cluster the API
 * server does the same.
 */
@NullMarked
package dev.conduit.validation;

import org.jspecify.annotations.NullMarked;
