// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

/** One argument of a command line. */
public sealed interface Arg {
  /** As it is handed to the process. */
  String render(int port);

  /** Fixed text. */
  record Text(String value) implements Arg {
    @Override
    public String render(int port) {
      return value;
    }
  }

  /** The port that whoever starts the engine chooses, with text around it. */
  record Port(String before, String after) implements Arg {
    /** The bare number. */
    public Port() {
      this("", "");
    }

    @Override
    public String render(int port) {
      return before + port + after;
    }
  }
}
