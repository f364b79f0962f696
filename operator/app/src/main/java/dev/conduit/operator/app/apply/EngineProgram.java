// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.process.ChildCommand;
import dev.conduit.operator.app.process.Executable;
import dev.conduit.operator.app.process.LogFile;
import dev.conduit.operator.app.process.Ports;
import dev.conduit.operator.cluster.probe.Readiness;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.plan.EngineInstance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** An engine of the plan, on a free port of the loopback address. */
record EngineProgram(EngineInstance instance, Launcher launcher, Readiness readiness, LogFile log)
    implements Program {
  private static final String CPU = "cpu";

  /** What to do about its program, if this machine does not have it. */
  static Optional<String> missing(EngineInstance instance) {
    String program = Launcher.name(instance.command());
    boolean there = Launcher.isOurs(program) || Executable.find(program, searchPath()).isPresent();
    return there
        ? Optional.empty()
        : Optional.of(
            "%s: missing engine binary \"%s\": %s"
                .formatted(instance.block(), program, Launcher.install(program)));
  }

  @Override
  public String id() {
    return instance.id();
  }

  @Override
  public Attempt attempt() throws IOException {
    String program = program();
    if (missing(instance).isPresent()) {
      throw new NoSuchFileException(program);
    }
    int port = Ports.free();
    List<String> line = launcher.commandLine(program, instance.command().render(port));
    URI url = URI.create("http://127.0.0.1:" + port);
    return new Attempt(new ChildCommand(line, environment(), log), url, url);
  }

  @Override
  public Readiness.Check full(Attempt attempt) throws InterruptedException {
    return readiness.full(attempt.probes(), healthPath(), instance.command().servedNames());
  }

  @Override
  public Readiness.Check health(Attempt attempt) throws InterruptedException {
    return readiness.health(attempt.probes(), healthPath());
  }

  @Override
  public Duration drain() {
    return launcher.drain(program());
  }

  @Override
  public String install() {
    return Launcher.install(program());
  }

  private String program() {
    return Launcher.name(instance.command());
  }

  private String healthPath() {
    EngineCommand command = instance.command();
    return command.probes().readiness().path();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(instance.command().env());
    environment.putAll(launcher.environment(program()));
    boolean gpus = instance.deviceIds().stream().noneMatch(CPU::equals);
    if (gpus && !instance.simulated()) {
      environment.put("CUDA_VISIBLE_DEVICES", String.join(",", instance.deviceIds()));
    }
    return environment;
  }

  private static String searchPath() {
    return Objects.requireNonNullElse(System.getenv("PATH"), "");
  }
}
