// SPDX-License-Identifier: Apache-2.0

/**
 * An app as anybody would write it with the stock OpenAI client. It knows nothing of Conduit but a
 * base URL, and counts how its requests ended.
 */
@NullMarked
package dev.conduit.example.chat;

import org.jspecify.annotations.NullMarked;
