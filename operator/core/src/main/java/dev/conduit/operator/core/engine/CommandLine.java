// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.common.EnvVariable;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the arguments and variables of one engine. Confined to the method that builds it. */
final class CommandLine {
  private final List<Arg> args = new ArrayList<>();
  private final Map<String, String> env = new TreeMap<>();
  private final Map<String, SecretKeyRef> secrets = new TreeMap<>();

  CommandLine word(String text) {
    args.add(new Arg.Text(text));
    return this;
  }

  CommandLine flag(String name, Object value) {
    return word(name).word(value.toString());
  }

  /** Left out when there is no value or it is {@code auto}, the engines' own default. */
  CommandLine flagUnlessAuto(String name, @Nullable String value) {
    return value == null || value.equals("auto") ? this : flag(name, value);
  }

  CommandLine listen(String hostFlag, String portFlag) {
    word(hostFlag);
    args.add(new Arg.Host());
    word(portFlag);
    args.add(new Arg.Port());
    return this;
  }

  CommandLine arg(Arg arg) {
    args.add(arg);
    return this;
  }

  CommandLine env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** The token of a gated model, by reference. */
  CommandLine hubToken(EngineOrder order) {
    SecretKeyRef token = order.model().tokenSecretRef();
    if (token != null && !order.id().isVolume()) { // nodes pull images, by a login of their own
      secrets.put("HF_TOKEN", token);
    }
    return this;
  }

  /** What the user adds comes last, so that it wins where the engine takes the last value. */
  EngineCommand finish(Program program, EngineOrder order, List<String> servedNames) {
    Given.list(order.engine().args()).forEach(this::word);
    for (EnvVariable variable : Given.list(order.engine().env())) {
      env.put(variable.name(), variable.value());
    }
    Optional<String> image = Optional.ofNullable(order.engine().image()).or(program::image);
    return new EngineCommand(
        program.name(),
        args,
        env,
        secrets,
        image,
        program.probes(),
        program.port(),
        program.metrics(),
        servedNames);
  }

  /** What does not depend on the model. */
  record Program(
      Optional<String> name,
      Optional<String> image,
      EngineProbes probes,
      int port,
      Optional<EngineMetrics> metrics) {}
}
