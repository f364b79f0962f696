// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.core.engine.EngineCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How programs are started on this machine: ours through {@code bin/launch}, other people's from
 * the PATH under a watch, and all so that they end when we do, even if we are killed.
 *
 * @param home of Conduit
 * @param parent process number that the children outlive by a moment at most
 * @param recorded programs of ours that write a new AOT cache when they end
 */
public record Launcher(Path home, long parent, Set<String> recorded) {
  // A little more than our programs give requests in flight by themselves.
  private static final Duration DRAIN = Duration.ofSeconds(35);
  // Writing a cache takes a second JVM some time at the end of the first.
  private static final Duration RECORDED_DRAIN = Duration.ofMinutes(3);

  private static final Set<String> OURS = Set.of("embedded", "simulator", "sidecar");
  private static final Map<String, String> INSTALL =
      Map.of(
          "vllm", "pip install vllm (needs a GPU), or use an engine of kind embedded",
          "python3", "install Python 3 and the engine's package",
          "llama-server", "install llama.cpp (brew install llama.cpp), or use kind embedded",
          "ollama", "install it from https://ollama.com/download");

  /** The program's own name, for messages. */
  static String name(EngineCommand command) {
    return command.program().orElse("");
  }

  /** Whether it is one of our programs, which are built, not installed. */
  static boolean isOurs(String program) {
    return OURS.contains(ours(program));
  }

  /** The command line for the program with its arguments. */
  List<String> commandLine(String program, List<String> arguments) {
    List<String> line = new ArrayList<>();
    if (isOurs(program)) {
      line.add(home.resolve("bin/launch").toString());
      line.add(ours(program));
      line.addAll(arguments);
      line.add("--exit-with-parent");
      line.add(Long.toString(parent));
      return line;
    }
    line.add(home.resolve("bin/with-parent").toString());
    line.add(Long.toString(parent));
    line.add(program);
    line.addAll(arguments);
    return line;
  }

  /** The command line of the sidecar, which takes its settings from the environment. */
  List<String> sidecar() {
    return List.of(home.resolve("bin/launch").toString(), "sidecar");
  }

  /** What the program's environment needs for us. */
  Map<String, String> environment(String program) {
    return recorded.contains(ours(program)) ? Map.of("CONDUIT_AOT", "record") : Map.of();
  }

  /** How long the program may take to end. */
  Duration drain(String program) {
    return recorded.contains(ours(program)) ? RECORDED_DRAIN : DRAIN;
  }

  /** How long all of them may take to end. */
  Duration stopLimit() {
    return (recorded.isEmpty() ? DRAIN : RECORDED_DRAIN).plusSeconds(10);
  }

  static String install(String program) {
    return INSTALL.getOrDefault(program, "install it and put it on the PATH");
  }

  private static String ours(String program) {
    return program.startsWith("conduit-") ? program.substring("conduit-".length()) : program;
  }
}
