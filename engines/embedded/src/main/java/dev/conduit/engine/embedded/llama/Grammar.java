// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.util.Optional;

/** What bounds a sequence's output: a grammar in llama.cpp's notation, absent for free text. */
record Grammar(Optional<String> gbnf) {
  static final Grammar FREE = new Grammar(Optional.empty());
}
