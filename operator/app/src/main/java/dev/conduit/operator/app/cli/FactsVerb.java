// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.core.knowledge.Declaration;
import dev.conduit.operator.sources.ModelFolders;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "facts",
    description = {
      "Read the headers of a model's files, and print them as spec.models[].facts: for a model that",
      "is on a claim (pvc://) or in another place where only its engine can read it. Run it where",
      "the claim is mounted, and paste what it prints.",
      "Exit code 0: done, 3: the files are not there, damaged or not understood."
    })
final class FactsVerb implements Verb {
  enum Output {
    yaml,
    json
  }

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "DIR|FILE.gguf",
      description = "A folder with config.json and safetensors, or a GGUF file.")
  Path model = Path.of(".");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "Valid: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Output output = Output.yaml;

  FactsVerb(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode run() {
    return switch (Declaration.of(ModelFolders.read(model))) {
      case Declaration.Outcome.Refused(String why) -> {
        console.error("error: " + why);
        yield ExitCode.INVALID;
      }
      case Declaration.Outcome.Declared(Declaration declaration) -> {
        print(declaration);
        yield ExitCode.OK;
      }
    };
  }

  private void print(Declaration declaration) {
    switch (output) {
      case json -> console.line(json(declaration));
      case yaml -> {
        console.line("# %s: goes below an entry of spec.models".formatted(model));
        declaration.notes().forEach(note -> console.line("# " + note));
        console.line("facts:");
        declaration
            .fields()
            .forEach((name, value) -> console.line("  %s: %s".formatted(name, value)));
      }
    }
  }

  private static String json(Declaration declaration) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("facts", declaration.fields());
    fields.put("notes", declaration.notes());
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write the facts", e);
    }
  }
}
