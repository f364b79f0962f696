// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import java.io.IOException;

/** A field of a line that says nothing that can be used. Never quotes its value. */
final class WrongField extends IOException {
  private static final long serialVersionUID = 1;

  private final String words;

  WrongField(String field, String problem) {
    super(field);
    this.words = "\"" + field + "\" " + problem;
  }

  String words() {
    return words;
  }
}
