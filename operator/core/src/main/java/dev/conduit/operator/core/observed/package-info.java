// SPDX-License-Identifier: Apache-2.0
/**
 * What was seen of the world: the resources that users wrote, the machines and the engines that
 * run. Immutable values, gathered by adapters; nothing here decides.
 */
@NullMarked
package dev.conduit.operator.core.observed;

import org.jspecify.annotations.NullMarked;
