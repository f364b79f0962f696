// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import dev.conduit.engine.simulator.drive.Devices;
import dev.conduit.engine.simulator.fault.AdminServer;
import dev.conduit.engine.simulator.fault.FaultInterceptor;
import dev.conduit.engine.simulator.fault.FaultSwitch;
import dev.conduit.engine.simulator.serve.Settings;
import dev.conduit.engine.simulator.serve.SimulatedEngine;
import dev.conduit.engine.simulator.serve.Threads;
import dev.conduit.engine.surface.SurfaceMetrics;
import dev.conduit.engine.surface.launch.ServeOptions;
import dev.conduit.engine.surface.launch.ServerProcess;
import dev.conduit.engine.surface.spi.Health;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The simulator's command line. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Behaves like vLLM on a GPU that is not there. It is no model, and says so.")
public final class Main implements Callable<Integer> {
  private static final int REFUSED = 1;

  @Mixin private EngineOptions engineOptions = new EngineOptions();
  @Mixin private SimulationOptions simulation = new SimulationOptions();
  @Mixin private ServeOptions serve = new ServeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** Exits with 0 after a drain, 1 when the GPU refuses, 2 for wrong flags, 4 for a taken port. */
  @SuppressWarnings("SystemOut") // the one place that hands the process's streams out
  public static void main(String[] arguments) {
    System.exit(commandLine(System.out).execute(arguments));
  }

  static CommandLine commandLine(PrintStream out) {
    return new CommandLine(new Main(out))
        .registerConverter(Duration.class, new DurationFlag())
        // As vLLM's parser has it, the last one counts.
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler((e, arguments) -> refuse(e, out));
  }

  /** One line, since the whole usage would hide it. */
  private static int refuse(ParameterException e, PrintStream out) {
    out.println("simulator: " + e.getMessage() + " (see --help)");
    return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public Integer call() throws InterruptedException {
    Blueprint blueprint = new Blueprint(engineOptions, simulation);
    Threads threads = Threads.start();
    Settings settings;
    Devices devices;
    FaultSwitch faults;
    try {
      settings = blueprint.settings(Instant.now().getEpochSecond());
      devices = blueprint.devices(ProcessHandle.current().pid());
      faults = new FaultSwitch(blueprint.faults(), threads.timer());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    SurfaceMetrics metrics = new SurfaceMetrics(settings.servedNames().getFirst());
    SimulatedEngine engine = new SimulatedEngine(settings, devices, faults, metrics, threads);
    if (simulation.adminPort() >= 0 && !startAdmin(vertx, faults)) {
      return ServerProcess.PORT_IN_USE;
    }
    ServerProcess server = new ServerProcess(vertx, serve, out);
    return server.serve(
        engine, metrics, new FaultInterceptor(faults), () -> load(engine, settings, server));
  }

  private boolean startAdmin(Vertx vertx, FaultSwitch faults) throws InterruptedException {
    return switch (AdminServer.start(vertx, faults, simulation.adminPort())) {
      case AdminServer.Started.On on -> {
        out.printf("faults are set at http://127.0.0.1:%d/sim/faults%n", on.port());
        yield true;
      }
      case AdminServer.Started.Not not -> {
        out.println(not.message());
        yield false;
      }
    };
  }

  private void load(SimulatedEngine engine, Settings settings, ServerProcess server) {
    out.printf(
        "simulating %s on %d x %s: this is no model; loading takes %.1f s%n",
        settings.model(),
        engineOptions.tensorParallelSize(),
        simulation.gpu(),
        settings.loadTime().toMillis() / 1000.0);
    try {
      engine.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (engine.health() instanceof Health.Failed failed) {
      out.println("ValueError: " + failed.reason());
      server.exit(REFUSED);
    }
    out.println("ready");
  }
}
