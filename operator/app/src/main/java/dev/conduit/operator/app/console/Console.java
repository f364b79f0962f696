// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.console;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The only way to a person: every line of output goes through here. On a terminal it can keep a
 * block of lines at the bottom that is painted anew in place; elsewhere that block is not shown and
 * only lines appear. Safe for use by several threads.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean live;
  private int painted;

  /**
   * @param live whether {@code out} is a terminal that understands cursor movement
   */
  public Console(PrintStream out, PrintStream err, boolean live) {
    this.out = out;
    this.err = err;
    this.live = live;
  }

  public boolean isLive() {
    return live;
  }

  /** One line of output. */
  public synchronized void line(String text) {
    erase();
    out.println(text);
    out.flush();
  }

  /** A piece of a line, shown at once. */
  public synchronized void piece(String text) {
    erase();
    out.print(text);
    out.flush();
  }

  /** One line about what went wrong or what to mind. */
  public synchronized void error(String text) {
    erase();
    err.println(text);
    err.flush();
  }

  /** A line with its cause, for a bug report. */
  public synchronized void trace(String text, Throwable cause) {
    error(text);
    cause.printStackTrace(err);
    err.flush();
  }

  /** For a library that writes text itself. */
  public PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** For a library that writes errors itself. */
  public PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Shows the block in place of the one before; nothing when this is no terminal. */
  public synchronized void paint(List<String> block) {
    if (!live) {
      return;
    }
    erase();
    block.forEach(out::println);
    out.flush();
    painted = block.size();
  }

  private void erase() {
    if (painted > 0) {
      // Cursor up over the block, then clear to the end of the screen.
      out.print("\u001b[" + painted + "A\u001b[J");
      painted = 0;
    }
  }
}
