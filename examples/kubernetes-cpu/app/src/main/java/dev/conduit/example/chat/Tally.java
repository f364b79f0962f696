// SPDX-License-Identifier: Apache-2.0
package dev.conduit.example.chat;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** How all requests went. Any thread. Says an answer or a failure when it differs from the last. */
final class Tally {
  private final PrintStream out;
  private final Map<String, Integer> endpoints = new TreeMap<>();
  private int answered;
  private int cut;
  private int lost;
  private String lastSaid = "";
  private String lastReport = "";

  Tally(PrintStream out) {
    this.out = out;
  }

  synchronized void count(Question.Outcome outcome) {
    switch (outcome) {
      case Question.Outcome.Answered(String text, String endpoint) -> {
        answered++;
        endpoints.merge(endpoint, 1, Integer::sum);
        say(text, text + " [" + endpoint + "]");
      }
      case Question.Outcome.Cut(String why) -> {
        cut++;
        say(why, "cut: " + why);
      }
      case Question.Outcome.Lost(String why) -> {
        lost++;
        say(why, "lost: " + why);
      }
    }
  }

  /** The sums since the start, when they changed. */
  synchronized void report() {
    String report = sums();
    if (!report.equals(lastReport)) {
      out.println(report);
      lastReport = report;
    }
  }

  /** The last word. */
  synchronized void end() {
    out.println("ended: " + sums());
  }

  private String sums() {
    return "asked %d, answered %d, cut %d, lost %d %s"
        .formatted(answered + cut + lost, answered, cut, lost, endpoints);
  }

  private void say(String what, String line) {
    if (!what.equals(lastSaid)) {
      out.println(line);
      lastSaid = what;
    }
  }
}
