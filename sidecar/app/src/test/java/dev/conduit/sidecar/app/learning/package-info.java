// SPDX-License-Identifier: Apache-2.0
/** Tests of what the data plane keeps and learns. */
@NullMarked
package dev.conduit.sidecar.app.learning;

import org.jspecify.annotations.NullMarked;
