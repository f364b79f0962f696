// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.chat.ChatClient;
import dev.conduit.operator.app.chat.Message;
import dev.conduit.operator.app.chat.Question;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.local.Opening;
import dev.conduit.operator.app.local.SessionOptions;
import dev.conduit.operator.app.process.Ports;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * A short run of every program, from which the JDK makes their AOT caches: helps, a validation, a
 * plan, then one engine of each kind and the sidecar from start to stop, with a question to each.
 * Idea: what is trained is what {@code up} does, so training cannot drift from it. A program whose
 * cache is newer than its jars is left as it is.
 */
@Command(name = "train", hidden = true, description = "Make the AOT caches; see bin/aot-cache.")
final class TrainVerb implements Verb {
  private static final List<String> PROGRAMS = List.of("embedded", "sidecar", "simulator");
  private static final List<String> VERBS =
      List.of("up", "down", "status", "chat", "demo", "validate", "plan", "completion", "version");

  private final Console console;
  private final Surroundings surroundings;
  private final Function<Observed, Plan> planner;

  TrainVerb(Console console, Surroundings surroundings, Function<Observed, Plan> planner) {
    this.console = console;
    this.surroundings = surroundings;
    this.planner = planner;
  }

  @Override
  public ExitCode run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("conduit-train");
    try {
      Path manifests = manifests(folder);
      exercise(manifests);
      Set<String> stale = stale();
      return stale.isEmpty() ? ExitCode.OK : record(folder, manifests, stale);
    } finally {
      remove(folder);
    }
  }

  private ExitCode record(Path folder, Path manifests, Set<String> stale)
      throws IOException, InterruptedException {
    SessionOptions options =
        new SessionOptions(
            surroundings.home(),
            manifests,
            new StateFolder(folder.resolve("state")),
            Ports.free(),
            false,
            stale);
    ExitCode code = new Opening(options, silent(), planner).run(this::ask);
    for (String program : stale) {
      if (!Files.exists(cache(program))) {
        console.error("aot-cache: no cache for " + program + "; it will start slower");
      }
    }
    return code;
  }

  private Optional<ExitCode> ask(Session session) throws InterruptedException {
    try (ChatClient client = new ChatClient(session.url())) {
      for (String tier : List.of("auto", "light", "heavy")) {
        client.ask(new Question(tier, List.of(Message.user("Hello")), 4, 0), piece -> {});
      }
    }
    return Optional.of(ExitCode.OK);
  }

  private void exercise(Path manifests) {
    Conduit quiet = new Conduit(silent(), surroundings, planner);
    quiet.run("--help");
    VERBS.forEach(verb -> quiet.run(verb, "--help"));
    quiet.run("completion", "bash");
    quiet.run("validate", "-f", manifests.toString());
    quiet.run("plan", "-f", manifests.toString());
  }

  private Set<String> stale() throws IOException {
    Set<String> stale = new TreeSet<>();
    for (String program : PROGRAMS) {
      Path folder = cache(program).getParent();
      if (folder != null && Files.isDirectory(folder) && isStale(folder, cache(program))) {
        stale.add(program);
      }
    }
    return stale;
  }

  private static boolean isStale(Path folder, Path cache) throws IOException {
    if (!Files.exists(cache)) {
      return true;
    }
    long made = cache.toFile().lastModified();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(
          file -> file.toString().endsWith(".jar") && file.toFile().lastModified() > made);
    }
  }

  private Path cache(String program) {
    return surroundings.home().resolve("target/dist").resolve(program).resolve("app.aot");
  }

  private static Path manifests(Path folder) throws IOException {
    Path manifests = folder.resolve("training.yaml");
    try (InputStream in =
        Objects.requireNonNull(TrainVerb.class.getResourceAsStream("/training.yaml"))) {
      Files.copy(in, manifests);
    }
    return manifests;
  }

  private static Console silent() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(nowhere, nowhere, false);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
