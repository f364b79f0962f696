// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.state.InstanceStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Shows what children do: a line for each change of phase, and on a terminal one line each that is
 * painted anew as a load or a download goes on. Used by the session's thread.
 */
final class Progress {
  private final Console console;
  private final Map<String, String> shown = new HashMap<>();

  Progress(Console console) {
    this.console = console;
  }

  /** Shows what is different since the last time. */
  void show(List<InstanceStatus> instances) {
    for (InstanceStatus instance : instances) {
      String now = instance.phase() + " " + withoutNumbers(instance.note());
      if (!now.equals(shown.put(instance.name(), now))) {
        console.line(line(instance));
      }
    }
    Set<String> gone = new TreeSet<>(shown.keySet());
    gone.removeAll(instances.stream().map(InstanceStatus::name).collect(Collectors.toSet()));
    for (String name : gone) {
      shown.remove(name);
      console.line("  %-20s gone".formatted(name));
    }
    console.paint(moving(instances));
  }

  private static List<String> moving(List<InstanceStatus> instances) {
    List<String> lines = new ArrayList<>();
    for (InstanceStatus instance : instances) {
      if (instance.phase().equals("starting")) {
        lines.add(line(instance));
      }
    }
    return lines;
  }

  private static String line(InstanceStatus instance) {
    String simulated = instance.simulated() ? " (simulated)" : "";
    String model = instance.model().equals("-") ? "" : "  " + instance.model() + simulated + ", by";
    String note = instance.note().isEmpty() ? "" : "  " + instance.note();
    String place = instance.place().equals("-") ? "" : " on " + instance.place();
    return "  %-20s %-9s%s %s%s%s"
        .formatted(instance.name(), instance.phase(), model, instance.engine(), place, note);
  }

  private static String withoutNumbers(String note) {
    return note.replaceAll("[0-9][0-9.,]*", "#");
  }
}
