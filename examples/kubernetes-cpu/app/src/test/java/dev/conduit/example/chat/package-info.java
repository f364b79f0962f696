// SPDX-License-Identifier: Apache-2.0

/** Tests of the example's app. */
@NullMarked
package dev.conduit.example.chat;

import org.jspecify.annotations.NullMarked;
