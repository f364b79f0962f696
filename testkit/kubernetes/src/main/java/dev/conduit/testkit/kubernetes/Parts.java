// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What to take down, last first; each part even when another fails. */
final class Parts implements AutoCloseable {
  private final Deque<Runnable> endings = new ArrayDeque<>();

  /** Remembers how a part is ended, and gives it back. */
  <T> T add(T part, Consumer<T> ending) {
    endings.push(() -> ending.accept(part));
    return part;
  }

  @Override
  public void close() {
    if (endings.isEmpty()) {
      return;
    }
    Runnable ending = endings.pop();
    try {
      ending.run();
    } finally {
      close();
    }
  }
}
