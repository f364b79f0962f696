// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a run saw: said when it is seen, and all together at the end. */
final class Figures {
  private final List<String> lines = new ArrayList<>();
  private final List<String> versions = new ArrayList<>();

  void took(String what, Instant begun) {
    long millis = Duration.between(begun, Instant.now()).toMillis();
    say("%-52s %6.1f s".formatted(what, millis / 1000.0));
  }

  void say(String line) {
    lines.add(line);
    System.out.println("e2e: " + line);
  }

  void ranOn(String version) {
    versions.add(version);
  }

  void print() {
    System.out.println();
    versions.forEach(version -> System.out.println("ran on: " + version));
    System.out.println();
    lines.forEach(System.out::println);
  }
}
