// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.launch.ServeOptions;
import dev.conduit.engine.surface.launch.ServerProcess;
import io.vertx.core.Vertx;
import picocli.CommandLine;

/** A process with the scripted engine in it, to be started and stopped by tests. */
final class ScriptedServer {
  private ScriptedServer() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException {
    ServeOptions options = new ServeOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("serve", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .parseArgs(arguments);
    System.exit(
        new ServerProcess(Vertx.vertx(), options, System.out)
            .serve(new ScriptedEngine(), new SurfaceMetrics("tiny"), Interceptor.NONE, () -> {}));
  }
}
