// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How far the estimate of a prompt's tokens is from what two real tokenizers count: cl100k_base (of
 * GPT-4) and o200k_base (of GPT-4o), by the ranks that their makers publish.
 *
 * <p>The error is {@code estimate / count - 1} for each text, without what a message adds.
 */
final class TokenError {
  private static final List<String> LANGUAGES = List.of("en", "de", "es", "fr", "zh", "ja");
  private static final int PER_MESSAGE = 4;

  private final PrintStream out;
  private final Path outcomes;
  private final JsonMapper json = JsonMapper.builder().build();
  private final List<String> rows = new ArrayList<>();

  /**
   * @param outcomes folder of files with prompts
   */
  TokenError(PrintStream out, Path outcomes) {
    this.out = out;
    this.outcomes = outcomes;
  }

  void run() throws IOException {
    Map<String, List<String>> sets = new LinkedHashMap<>();
    for (String language : LANGUAGES) {
      Path file = Path.of("bench/routing/data/texts", language + ".txt");
      sets.put(language, Files.readAllLines(file));
    }
    for (Dataset set : Dataset.inFolder(outcomes)) {
      sets.put(set.name(), set.examples().stream().map(one -> one.prompt()).toList());
    }
    sets.put("Java", files("sidecar/core/src/main/java", ".java"));
    sets.put("Markdown", files("docs", ".md"));
    sets.put("YAML", files("crds/corpus", ".yaml"));
    sets.put("JSON", files("operator/core/src/test/resources/golden", ".json"));
    EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    for (EncodingType type : List.of(EncodingType.CL100K_BASE, EncodingType.O200K_BASE)) {
      sets.forEach((name, texts) -> measure(name, texts, registry.getEncoding(type)));
    }
    out.println("{\"bench\":\"tokens\",\"sets\":[" + String.join(",", rows) + "]}");
  }

  private void measure(String name, List<String> texts, Encoding encoding) {
    double[] errors =
        texts.stream()
            .filter(text -> !text.isBlank())
            .mapToDouble(text -> (double) estimate(text) / encoding.countTokensOrdinary(text) - 1)
            .sorted()
            .toArray();
    double[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    out.printf(
        Locale.ROOT,
        "%-12s %-12s %5d texts   error: median %+5.1f %%   size: median %4.1f %%, p90 %4.1f %%%n",
        encoding.getName(),
        name,
        errors.length,
        100 * at(errors, 0.5),
        100 * at(sizes, 0.5),
        100 * at(sizes, 0.9));
    rows.add(
        String.format(
            Locale.ROOT,
            "{\"tokenizer\":\"%s\",\"set\":\"%s\",\"texts\":%d,\"medianError\":%.4f,\"p50\":%.4f,\"p90\":%.4f}",
            encoding.getName(),
            name,
            errors.length,
            at(errors, 0.5),
            at(sizes, 0.5),
            at(sizes, 0.9)));
  }

  private long estimate(String text) {
    try {
      byte[] body =
          json.writeValueAsString(
                  Map.of(
                      "model",
                      "auto",
                      "messages",
                      List.of(Map.of("role", "user", "content", text))))
              .getBytes(StandardCharsets.UTF_8);
      return switch (FactsReader.read(body, 0, body.length, Api.CHAT)) {
        case FactsReader.Reading.Read(var facts) -> facts.promptTokens().value() - PER_MESSAGE;
        case FactsReader.Reading.Rejected(var failure) ->
            throw new IllegalStateException(failure.toString());
      };
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }

  private static List<String> files(String folder, String end) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(folder))) {
      List<String> texts = new ArrayList<>();
      for (Path file : all.filter(one -> one.toString().endsWith(end)).sorted().toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    }
  }
}
