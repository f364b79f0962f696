// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.api.v1alpha1.block.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells an engine how long its requests may take to finish after SIGTERM. Without it vLLM cuts them
 * at once and our own engines after 30 s, however long the kubelet would wait.
 *
 * <p>In whole seconds. Source: vLLM has the flag since 0.18.0, and ours have vLLM's flags; others
 * have none.
 */
final class DrainFlag {
  private static final String FLAG = "--shutdown-timeout";
  private static final int FIRST_MINOR = 18;
  private static final Pattern VERSION = Pattern.compile("v?0\\.([0-9]{1,4})(\\D.*)?");

  private DrainFlag() {}

  /**
   * The arguments with the flag.
   *
   * @param args of the engine; one in which a user set the flag stays as it is
   */
  static List<String> in(List<String> args, Engine engine, Duration drain) {
    boolean isSet =
        args.stream().map(arg -> arg.replace('_', '-')).anyMatch(arg -> arg.startsWith(FLAG));
    if (isSet || !knows(engine)) {
      return args;
    }
    return Stream.concat(args.stream(), Stream.of(FLAG, Long.toString(drain.toSeconds()))).toList();
  }

  private static boolean knows(Engine engine) {
    return switch (engine.kind()) {
      case EMBEDDED, SIMULATOR -> true;
      case VLLM -> Optional.ofNullable(engine.version()).map(DrainFlag::isSince).orElse(true);
      default -> false;
    };
  }

  private static boolean isSince(String version) {
    Matcher matcher = VERSION.matcher(version);
    return !matcher.matches() || Integer.parseInt(matcher.group(1)) >= FIRST_MINOR;
  }
}
