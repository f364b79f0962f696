// SPDX-License-Identifier: Apache-2.0
/**
 * What a model is made of, read from its {@code config.json}: parameters by tensor class, and what
 * each layer keeps per token or per sequence. Nothing here knows an engine or a GPU.
 */
@NullMarked
package dev.conduit.operator.core.facts;

import org.jspecify.annotations.NullMarked;
