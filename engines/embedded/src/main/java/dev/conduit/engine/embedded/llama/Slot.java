// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of llama.cpp's slots: the tokens that its cache holds from the sequence before, and the
 * sequence that runs in it. {@code held} belongs to the slot's thread while a sequence runs and to
 * {@link Slots}' lock otherwise.
 */
final class Slot {
  private final int id;
  private volatile int[] held = {};
  private volatile int used;
  private @Nullable SlotRun assigned;

  Slot(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  /** Tokens of the running sequence; 0 when none runs. */
  int used() {
    return used;
  }

  void use(int tokens) {
    used = tokens;
  }

  /** What the cache holds now. */
  void hold(int[] tokens) {
    held = tokens.clone();
  }

  /**
   * How many tokens of a prompt need not be computed: llama.cpp reuses the common beginning, and
   * computes at least the last token again.
   */
  int reusable(int[] prompt) {
    int[] now = held;
    int common = Arrays.mismatch(now, prompt);
    int same = common < 0 ? prompt.length : common;
    return Math.max(0, Math.min(same, prompt.length - 1));
  }

  void assign(@Nullable SlotRun run) {
    assigned = run;
  }

  @Nullable SlotRun assigned() {
    return assigned;
  }
}
