// SPDX-License-Identifier: Apache-2.0
/** A small client of the sidecar: one question, its streamed answer, who gave it and how fast. */
@NullMarked
package dev.conduit.operator.app.chat;

import org.jspecify.annotations.NullMarked;
