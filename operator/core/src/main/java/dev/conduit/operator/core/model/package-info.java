// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of models and GPUs: bundled catalogues, facts that a user declares, estimates from
 * names, and how model ids are read.
 */
@NullMarked
package dev.conduit.operator.core.model;

import org.jspecify.annotations.NullMarked;
