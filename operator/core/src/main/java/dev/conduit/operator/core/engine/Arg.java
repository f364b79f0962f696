// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

/** One argument of a command line. */
public sealed interface Arg {
  /** As it is handed to the process. */
  String render(String host, int port);

  /** Fixed text. */
  record Text(String value) implements Arg {
    @Override
    public String render(String host, int port) {
      return value;
    }
  }

  /** The address to listen on: loopback for a process, every address in a container. */
  record Host() implements Arg {
    @Override
    public String render(String host, int port) {
      return host;
    }
  }

  /** The port that whoever starts the engine chooses, with text around it. */
  record Port(String before, String after) implements Arg {
    /** The bare number. */
    public Port() {
      this("", "");
    }

    @Override
    public String render(String host, int port) {
      return before + port + after;
    }
  }
}
