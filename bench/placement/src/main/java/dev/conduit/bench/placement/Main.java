// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import java.io.PrintStream;
import java.util.List;

/** {@code make bench-placement}: prints its figures; ends with 1 when a bound does not hold. */
public final class Main {
  private static final int USAGE = 64;
  private static final int WORLDS = 300;
  private static final double LEAST_VALUE = 0.97;

  private Main() {}

  /**
   * Runs once.
   *
   * @param arguments which parts (all when none is named), {@code --cases N} (100,000) and {@code
   *     --seed N} (1)
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    int cases = number(words, "--cases", 100_000);
    long seed = number(words, "--seed", 1);
    PrintStream out = System.out;
    boolean all =
        words.stream().noneMatch(word -> List.of("growth", "cases", "optimum").contains(word));
    boolean holds = true;
    if (all || words.contains("growth")) {
      new Growth(out, seed).run();
    }
    if (all || words.contains("optimum")) {
      holds &= new Optimum(out, seed).run(WORLDS, LEAST_VALUE);
    }
    if (all || words.contains("cases")) {
      holds &= new Cases(out, seed).run(cases);
    }
    System.exit(holds ? 0 : 1);
  }

  private static int number(List<String> words, String name, int otherwise) {
    int at = words.indexOf(name);
    try {
      return at < 0 ? otherwise : Integer.parseInt(words.get(at + 1));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      System.err.println(name + " needs a number: " + words);
      System.exit(USAGE);
      return otherwise;
    }
  }
}
