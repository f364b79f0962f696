// SPDX-License-Identifier: Apache-2.0
/**
 * Text that says that it is simulated, in honest tokens: a real tokenizer counts prompts and
 * answers, everything else is made up from a seed. The same request under the same seed gives the
 * same answer.
 */
@NullMarked
package dev.conduit.engine.simulator.text;

import org.jspecify.annotations.NullMarked;
