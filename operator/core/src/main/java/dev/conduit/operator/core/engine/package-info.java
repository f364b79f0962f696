// SPDX-License-Identifier: Apache-2.0
/**
 * How each kind of engine is started, probed and measured. One adapter per engine; adapters turn a
 * sized model into a command and know nothing of nodes.
 */
@NullMarked
package dev.conduit.operator.core.engine;

import org.jspecify.annotations.NullMarked;
