// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.learning.Corpus;
import dev.conduit.sidecar.learning.Example;
import dev.conduit.sidecar.learning.Settings;
import dev.conduit.sidecar.learning.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The policy with models fitted to the outcomes of the file itself, none of which judges a prompt
 * that it has seen: prompts are in {@value #PARTS} parts, and each part is judged by a model of the
 * others. Prompts that differ in case and blanks only are in the same part.
 */
public final class Refit {
  private static final int PARTS = 5;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Fewer say nothing; more do not fit into the memory of a command. */
  private static final int LEAST = 100;

  private static final int MOST = 50_000;

  private Refit() {}

  /** What became of it. */
  public sealed interface Made {
    /** One table for each part. */
    record Done(Tables tables) implements Made {}

    /** The file cannot be learned from; in words. */
    record Refused(String message) implements Made {}
  }

  /** Reads all of the file, and fits. */
  public static Made of(Path file, FileForm form, OfflineTable table) throws IOException {
    List<Example> examples = examples(file, form);
    long helped = examples.stream().filter(one -> one.gain() > 0).count();
    if (examples.size() < LEAST || examples.size() > MOST || helped < PARTS) {
      return new Made.Refused(
          "it takes %d to %d outcomes, some of them with only the strong model right; there are %d, and %d of them"
              .formatted(LEAST, MOST, examples.size(), helped));
    }
    Corpus corpus = Corpus.of(examples);
    int[] parts = examples.stream().mapToInt(one -> part(one.prompt())).toArray();
    Trainer trainer = new Trainer(Settings.shipped());
    List<OfflineTable> tables = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int held = part;
      int[] rows = IntStream.range(0, parts.length).filter(i -> parts[i] != held).toArray();
      tables.add(table.with(trainer.train("refit-" + part, corpus, rows)));
    }
    return new Made.Done(
        new Tables() {
          @Override
          public OfflineTable of(RequestFacts facts) {
            return tables.get(part(text(facts.userText())));
          }

          @Override
          public Optional<String> note() {
            return Optional.of(
                "scores here are of models fitted to the other %d fifths of this file, not of the shipped one"
                    .formatted(PARTS - 1));
          }
        });
  }

  private static List<Example> examples(Path file, FileForm form) throws IOException {
    LineReader reader = new LineReader(form);
    List<Example> examples = new ArrayList<>();
    try (Lines lines = Lines.of(file)) {
      Optional<Lines.Line> line = lines.next();
      while (line.isPresent() && examples.size() <= MOST) {
        if (!line.get().isTooLong()
            && reader.read(line.get().bytes()) instanceof Recorded.Reading.Read(Recorded one)) {
          example(one).ifPresent(examples::add);
        }
        line = lines.next();
      }
    }
    return examples;
  }

  private static Optional<Example> example(Recorded one) {
    return FactsReader.read(one.body(), 0, one.body().length, Api.CHAT)
            instanceof FactsReader.Reading.Read(RequestFacts facts)
        ? one.outcome()
            .map(
                known ->
                    new Example(
                        "", text(facts.userText()), known.light() >= 0.5, known.heavy() >= 0.5))
        : Optional.empty();
  }

  private static String text(UserText text) {
    return IntStream.range(0, text.pieces())
        .mapToObj(text::piece)
        .collect(Collectors.joining("\n"));
  }

  private static int part(String text) {
    String plain = BLANKS.matcher(text.strip()).replaceAll(" ");
    int hash = plain.toLowerCase(Locale.ROOT).hashCode() * 0x9E3779B9;
    return Math.floorMod(hash >>> 8, PARTS);
  }
}
