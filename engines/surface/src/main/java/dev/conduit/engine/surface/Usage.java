// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

/** Token counts of an answer; {@code cached} counts prompt tokens that the prefix cache held. */
record Usage(int prompt, int completion, int cached) {

  int total() {
    return prompt + completion;
  }
}
