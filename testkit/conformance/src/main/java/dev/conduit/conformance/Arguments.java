// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import dev.conduit.conformance.check.Subject.Via;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The program's command line.
 *
 * @param maxModelLen of the served model; 0 to read it from {@code /v1/models}
 * @param unsupported reasons by case
 */
record Arguments(
    URI base, String model, Via via, int maxModelLen, Map<String, String> unsupported) {
  static final String USAGE =
      """
      usage: conformance --base-url URL --model NAME [options]
        --base-url URL              scheme, host and port, for example http://127.0.0.1:8000
        --model NAME                served name to ask for
        --via direct|sidecar        what answers there (default direct)
        --max-model-len N           the model's context; read from /v1/models when absent
        --unsupported CASE=REASON   a case that the engine truthfully does not support; repeatable
      Prints a line per case and a count. Exit code 1 when a case failed, 2 on a wrong command line.
      """;

  /** Reads a command line; throws {@link IllegalArgumentException} with a message for a person. */
  static Arguments parse(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> unsupported = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String flag = words.get(i);
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(flag + " needs a value");
      }
      String value = words.get(i + 1);
      switch (flag) {
        case "--base-url", "--model", "--via", "--max-model-len" -> values.put(flag, value);
        case "--unsupported" -> declare(value, unsupported);
        default -> throw new IllegalArgumentException("unknown option " + flag);
      }
    }
    return new Arguments(
        URI.create(required(values, "--base-url")),
        required(values, "--model"),
        via(values.getOrDefault("--via", "direct")),
        number(values.getOrDefault("--max-model-len", "0")),
        unsupported);
  }

  private static void declare(String value, Map<String, String> unsupported) {
    int equals = value.indexOf('=');
    if (equals < 1 || equals == value.length() - 1) {
      throw new IllegalArgumentException("--unsupported wants CASE=REASON, was " + value);
    }
    unsupported.put(value.substring(0, equals), value.substring(equals + 1));
  }

  private static String required(Map<String, String> values, String flag) {
    String value = values.get(flag);
    if (value == null) {
      throw new IllegalArgumentException(flag + " is missing");
    }
    return value;
  }

  private static Via via(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "direct" -> Via.DIRECT;
      case "sidecar" -> Via.SIDECAR;
      default -> throw new IllegalArgumentException("--via is direct or sidecar, was " + word);
    };
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--max-model-len is a whole number, was " + text, e);
    }
  }
}
