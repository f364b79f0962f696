// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long an expression is when its counted repetitions are written out, so that one is refused
 * before a compiler does that. At most too big; never too small. Cost: one pass.
 */
final class Repetitions {
  private final String text;
  private final Deque<long[]> groups = new ArrayDeque<>();
  private long total;
  private long last;
  private int at;

  private Repetitions(String text) {
    this.text = text;
  }

  static long expanded(String text) {
    Repetitions all = new Repetitions(text);
    while (all.at < text.length()) {
      all.step();
    }
    long sum = all.total;
    for (long[] open : all.groups) {
      sum += open[0];
    }
    return sum;
  }

  private void step() {
    char c = text.charAt(at);
    switch (c) {
      case '\\' -> atom(2);
      case '[' -> atom(classEnd() - at);
      case '(' -> {
        groups.push(new long[] {total});
        total = 0;
        at++;
      }
      case ')' -> {
        last = total + 2;
        total = last + (groups.isEmpty() ? 0 : groups.pop()[0]);
        at++;
      }
      case '{' -> repeat();
      default -> atom(1);
    }
  }

  /** A class of characters counts as one. */
  private void atom(int length) {
    last = 1;
    total++;
    at += length;
  }

  private int classEnd() {
    int i = at + 1;
    i += i < text.length() && text.charAt(i) == '^' ? 1 : 0;
    i += i < text.length() && text.charAt(i) == ']' ? 1 : 0;
    while (i < text.length() && text.charAt(i) != ']') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), i + 1);
  }

  /** {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else is a brace. */
  private void repeat() {
    int end = text.indexOf('}', at);
    String inside = end < 0 ? "" : text.substring(at + 1, end);
    if (!inside.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      atom(1);
      return;
    }
    long most = 1;
    for (String number : inside.split(",", 2)) {
      most = Math.max(most, number.isEmpty() ? 1 : Integer.parseInt(number));
    }
    total = Math.min(Integer.MAX_VALUE, total - last + last * (most + 1));
    last = Math.min(Integer.MAX_VALUE, last * (most + 1));
    at = end + 1;
  }
}
