// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded;

import dev.conduit.engine.embedded.llama.LlamaEngine;
import dev.conduit.engine.embedded.llama.LlamaSettings;
import dev.conduit.engine.embedded.model.ModelReference;
import dev.conduit.engine.embedded.model.ModelStore;
import dev.conduit.engine.embedded.model.ModelUnavailable;
import dev.conduit.engine.surface.Interceptor;
import dev.conduit.engine.surface.SurfaceMetrics;
import dev.conduit.engine.surface.launch.ServeOptions;
import dev.conduit.engine.surface.launch.ServerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The embedded engine's command line. */
@Command(
    name = "embedded",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves a GGUF model on this machine's CPU behind the OpenAI API.")
public final class Main implements Callable<Integer> {
  @Option(
      names = "--model",
      defaultValue = "default",
      description =
          "A path, hf://org/repo[/file.gguf][@revision], or default: SmolLM2-135M-Instruct.")
  private String model = "default";

  @Option(
      names = "--served-model-name",
      defaultValue = "smollm2-135m-instruct",
      description = "The name that requests use.")
  private String servedName = "";

  @Option(
      names = "--max-model-len",
      defaultValue = "0",
      description =
          "Prompt plus answer of one sequence, in tokens. Default: what the model can, at most 4096.")
  private int maxModelLen;

  @Option(
      names = "--max-num-seqs",
      defaultValue = "4",
      description = "Sequences at once; each reserves memory for --max-model-len tokens.")
  private int slots;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads of the computation. Default: half of the cores.")
  private int threads;

  @Mixin private ServeOptions serve = new ServeOptions();

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** Exits with 0 after a drain, 2 for wrong options, 4 for a port in use. */
  @SuppressWarnings("SystemOut") // the one place that hands the process's streams out
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main(System.out));
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4));
    LlamaSettings settings =
        new LlamaSettings(
            servedName,
            model,
            maxModelLen > 0 ? OptionalInt.of(maxModelLen) : OptionalInt.empty(),
            Math.max(1, slots),
            threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    SurfaceMetrics metrics = new SurfaceMetrics(servedName);
    LlamaEngine engine = new LlamaEngine(vertx, settings, metrics, Instant.now().getEpochSecond());
    return new ServerProcess(vertx, serve, out)
        .serve(engine, metrics, Interceptor.NONE, () -> load(engine));
  }

  private void load(LlamaEngine engine) {
    try {
      ModelStore store = ModelStore.of(System.getenv(), engine::fetching);
      engine.load(store.file(ModelReference.parse(model)));
    } catch (ModelUnavailable e) {
      engine.failed(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.println(engine.state());
  }
}
