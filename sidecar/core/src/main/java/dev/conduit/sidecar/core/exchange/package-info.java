// SPDX-License-Identifier: Apache-2.0
/**
 * What is known about one request: the facts read from its body's bytes, and the JSON scanner that
 * reads them. The bytes themselves stay as they came, so that unknown fields survive.
 */
@NullMarked
package dev.conduit.sidecar.core.exchange;

import org.jspecify.annotations.NullMarked;
