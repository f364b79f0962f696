// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.operator.core.finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds arguments of a user that contradict the plan. */
public final class UserArgs {
  /** Python's argparse takes a flag by any prefix that is long enough to be clear. */
  private static final int LEAST_ABBREVIATION = 6;

  private UserArgs() {}

  public static List<Objection> objections(List<String> args, Map<String, String> reserved) {
    List<Objection> objections = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("-")) {
        continue;
      }
      String name = arg.split("=", 2)[0].replace('_', '-');
      String field = "spec.engine.args[" + i + "]";
      reserved.entrySet().stream()
          .filter(entry -> means(name, entry.getKey()))
          .sorted(Map.Entry.comparingByKey())
          .findFirst()
          .ifPresent(
              entry ->
                  objections.add(
                      new Objection(
                          Reason.ARGUMENT_CONFLICT,
                          field,
                          "\"%s\" contradicts the plan: %s".formatted(name, entry.getValue()))));
    }
    return List.copyOf(objections);
  }

  private static boolean means(String name, String reserved) {
    return name.equals(reserved)
        || (name.startsWith("--")
            && name.length() >= LEAST_ABBREVIATION
            && reserved.startsWith(name));
  }
}
