// SPDX-License-Identifier: Apache-2.0
/**
 * The engines' side: endpoints and their health, attempts and their limits, the relay of answers.
 */
@NullMarked
package dev.conduit.sidecar.app.upstream;

import org.jspecify.annotations.NullMarked;
