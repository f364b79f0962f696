// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How to start one engine and how to tell that it is well. The same for a process and a container.
 *
 * @param program name of the executable, such as {@code vllm}; empty means the image's entry point
 * @param args in order; never a secret
 * @param env by name, sorted
 * @param secretEnv variables whose values come from Secrets, sorted
 * @param image container image; empty where the engine has none
 * @param probes readiness and the like
 * @param defaultPort that it listens on in a container
 * @param metrics empty where the engine has none
 * @param servedNames models that callers may ask for, adapters included; the first is the base
 */
public record EngineCommand(
    Optional<String> program,
    List<Arg> args,
    Map<String, String> env,
    Map<String, SecretKeyRef> secretEnv,
    Optional<String> image,
    EngineProbes probes,
    int defaultPort,
    Optional<EngineMetrics> metrics,
    List<String> servedNames) {
  public EngineCommand {
    args = List.copyOf(args);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    secretEnv = Collections.unmodifiableMap(new TreeMap<>(secretEnv));
    servedNames = List.copyOf(servedNames);
  }

  /** The arguments of a process on this machine, without the program. */
  public List<String> render(int port) {
    return render("127.0.0.1", port);
  }

  /** The arguments with host and port filled in, without the program. */
  public List<String> render(String host, int port) {
    return args.stream().map(arg -> arg.render(host, port)).toList();
  }
}
