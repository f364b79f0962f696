// SPDX-License-Identifier: Apache-2.0
/**
 * What the data plane learns from: it remembers requests for a while, keeps outcomes in a file, and
 * makes models of them on a thread of its own.
 */
@NullMarked
package dev.conduit.sidecar.app.learning;

import org.jspecify.annotations.NullMarked;
