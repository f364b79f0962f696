// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb is told which of the things that are up is meant. */
final class SessionOptions {
  @Option(
      names = {"-f", "--folder"},
      paramLabel = "DIR",
      description = "Folder of manifests that was brought up. May be left out when only one is up.")
  @Nullable Path folder;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "State folder, if `up` was given one.")
  @Nullable Path stateFolder;

  /** What the options mean. */
  sealed interface Choice {
    record Chosen(StateFolder folder) implements Choice {}

    /** Nothing or too much to choose from; the message says what to do. */
    record Unclear(String message) implements Choice {}
  }

  /** Where the sidecar of the session listens; empty after it was told that there is none. */
  Optional<URI> server(Surroundings surroundings, Console console) {
    return switch (choose(surroundings.states())) {
      case Choice.Chosen(StateFolder known) -> {
        Optional<URI> live = known.liveSession().map(Session::url);
        if (live.isEmpty()) {
          console.error("conduit: nothing is up here. Start with: conduit up -f DIR");
        }
        yield live;
      }
      case Choice.Unclear(String message) -> {
        console.error("conduit: " + message);
        yield Optional.empty();
      }
    };
  }

  Choice choose(Path states) {
    if (stateFolder != null) {
      return new Choice.Chosen(new StateFolder(stateFolder.toAbsolutePath()));
    }
    if (folder != null) {
      return new Choice.Chosen(StateFolder.of(states, folder));
    }
    List<StateFolder> known = known(states);
    List<StateFolder> live =
        known.stream().filter(state -> state.liveSession().isPresent()).toList();
    List<StateFolder> candidates = live.isEmpty() ? known : live;
    return switch (candidates.size()) {
      case 0 -> new Choice.Unclear("nothing is up. Start with: conduit up -f DIR");
      case 1 -> new Choice.Chosen(candidates.getFirst());
      default -> new Choice.Unclear("several are up; say which with -f DIR:" + folders(candidates));
    };
  }

  private static String folders(List<StateFolder> candidates) {
    StringBuilder text = new StringBuilder();
    candidates.stream()
        .flatMap(state -> state.session().stream())
        .forEach(session -> text.append("\n  -f ").append(session.folder()));
    return text.toString();
  }

  private static List<StateFolder> known(Path states) {
    if (!Files.isDirectory(states)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(states)) {
      return folders.sorted().map(StateFolder::new).filter(s -> s.session().isPresent()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + states, e);
    }
  }
}
