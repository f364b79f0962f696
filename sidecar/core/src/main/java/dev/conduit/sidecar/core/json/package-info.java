// SPDX-License-Identifier: Apache-2.0
/**
 * JSON in bytes: a strict scanner that copies nothing, and JSON strings to and from Java strings.
 */
@NullMarked
package dev.conduit.sidecar.core.json;

import org.jspecify.annotations.NullMarked;
