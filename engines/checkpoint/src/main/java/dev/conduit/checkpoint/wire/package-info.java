// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to stores of models: through proxies, with patience, again where that may help, each
 * refusal by its kind, and files of which only pieces are fetched.
 */
@NullMarked
package dev.conduit.checkpoint.wire;

import org.jspecify.annotations.NullMarked;
