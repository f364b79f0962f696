// SPDX-License-Identifier: Apache-2.0
/**
 * InferenceBlock: models, engine, compute and replicas as one unit that is placed, rolled and
 * collected together.
 */
@NullMarked
package dev.conduit.api.v1alpha1.block;

import org.jspecify.annotations.NullMarked;
