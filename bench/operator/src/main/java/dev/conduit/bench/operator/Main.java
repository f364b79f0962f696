// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.operator;

import java.util.List;

/** {@code make bench-operator}: runs the scenario and prints the figures. */
public final class Main {
  private static final int USAGE = 64;

  private Main() {}

  /**
   * Runs once.
   *
   * @param arguments {@code --blocks N} (200) and {@code --nodes N} (100)
   */
  public static void main(String[] arguments) {
    int blocks = 200;
    int nodes = 100;
    List<String> words = List.of(arguments);
    try {
      for (int i = 0; i < words.size(); i += 2) {
        int value = Integer.parseInt(words.get(i + 1));
        switch (words.get(i)) {
          case "--blocks" -> blocks = value;
          case "--nodes" -> nodes = value;
          default -> throw new IllegalArgumentException(words.get(i));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      System.err.println("usage: bench/operator/run [--blocks N] [--nodes N], not: " + words);
      System.exit(USAGE);
    }
    new Scenario(new Fleet(blocks, nodes), System.out).run();
  }
}
