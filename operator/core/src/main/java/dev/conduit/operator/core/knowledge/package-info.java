// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of the models that blocks name: declared facts, the catalogue that ships with the
 * program, and what a name alone tells. Gives models in the form that they are loaded in.
 */
@NullMarked
package dev.conduit.operator.core.knowledge;

import org.jspecify.annotations.NullMarked;
