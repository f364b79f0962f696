// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.wiring;

import dev.conduit.operator.cluster.render.FactsPod;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.sources.FactsMessage;
import dev.conduit.operator.sources.ModelFolders;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program: the operator, or with {@code read-model pvc://claim/path [FILE [MOUNT]]} what reads
 * the headers of a model on a claim that is mounted, and writes what they say into a file; by
 * default at {@code /model}, and into a container's last words.
 */
@QuarkusMain
public final class Main {
  /** Source: the API's default of {@code terminationMessagePath}. */
  private static final String LAST_WORDS = "/dev/termination-log";

  private Main() {}

  /**
   * Ends when the operator does, or when the model was read.
   *
   * @throws IOException when what was read cannot be written
   */
  public static void main(String... args) throws IOException {
    if (args.length >= 2 && args[0].equals(FactsPod.VERB)) {
      read(
          ModelId.parse(args[1]),
          Path.of(args.length > 3 ? args[3] : ModelId.MOUNT),
          Path.of(args.length > 2 ? args[2] : LAST_WORDS));
    } else {
      Quarkus.run(args);
    }
  }

  /** Says what the model's files say, or why they say nothing. */
  static void read(ModelId model, Path mount, Path into) throws IOException {
    Files.writeString(
        into,
        FactsMessage.encode("\"%s\"".formatted(model.raw()), ModelFolders.mounted(model, mount)));
  }
}
