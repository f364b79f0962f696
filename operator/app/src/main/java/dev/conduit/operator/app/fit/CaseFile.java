// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.app.console.FileTrouble;
import dev.conduit.operator.app.console.TextFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads cases, one JSON object a line, and configurations, one JSON object by model. */
public final class CaseFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** Numbers that must be above zero where they are given. */
  private static final List<String> POSITIVE =
      List.of(
          "tp",
          "pp",
          "max_model_len",
          "gpu_memory_utilization",
          "gpu_total_gib",
          "kv_space_gib",
          "block_size",
          "params_b");

  /** A case as it is written, for those who gave another file. */
  private static final String EXAMPLE =
      "a file of cases has one JSON object a line, such as {\"id\": \"a\", \"model\":"
          + " \"Qwen/Qwen3-32B\", \"engine\": \"vllm\", \"engine_version\": \"0.19.0\", \"gpu\": \"NVIDIA"
          + " H200\", \"tp\": 1, \"pp\": 1, \"max_model_len\": 8192}";

  /** Faults that are shown one by one. */
  private static final int MOST_SHOWN = 10;

  private final Path path;
  private final List<String> problems = new ArrayList<>();

  private CaseFile(Path path) {
    this.path = path;
  }

  /** What a file held. */
  public sealed interface Read<T> {
    record Valid<T>(T value) implements Read<T> {}

    /** Each names file, line, field and value, and what to do. */
    record Invalid<T>(List<String> problems) implements Read<T> {}
  }

  /** All cases of a file, in its order. */
  public static Read<List<FitCase>> cases(Path path) {
    return new CaseFile(path).readCases();
  }

  /** Configurations by model. */
  public static Read<Map<String, Map<String, Object>>> configs(Path path) {
    return new CaseFile(path).readConfigs();
  }

  private Read<List<FitCase>> readCases() {
    List<FitCase> cases = new ArrayList<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    List<String> text = text().map(all -> all.lines().toList()).orElse(List.of());
    int strange = 0;
    for (int i = 0; i < text.size(); i++) {
      int at = i + 1;
      switch (text.get(i).isBlank() ? new Line.Blank() : line(text.get(i))) {
        case Line.Blank() -> {}
        case Line.Fields(Map<String, Object> fields) ->
            accept(fields, at, lines).ifPresent(cases::add);
        case Line.Strange(String why) -> {
          strange++;
          if (strange == 1) {
            problems.add("%s:%d: is not a JSON object: %s".formatted(path, at, why));
          }
        }
      }
    }
    if (strange > 0) {
      problems.add(
          "%s: %d of %d lines are not a case; %s".formatted(path, strange, text.size(), EXAMPLE));
    }
    if (problems.isEmpty() && cases.isEmpty()) {
      problems.add(path + ": has no case; write one JSON object a line");
    }
    return problems.isEmpty() ? new Read.Valid<>(List.copyOf(cases)) : new Read.Invalid<>(shown());
  }

  /** What one line holds. */
  private sealed interface Line {
    record Blank() implements Line {}

    record Fields(Map<String, Object> values) implements Line {}

    record Strange(String why) implements Line {}
  }

  private static Line line(String text) {
    try {
      return new Line.Fields(JSON.readValue(text, OBJECT));
    } catch (JsonProcessingException e) {
      return new Line.Strange(firstLine(e.getOriginalMessage()));
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private List<String> shown() {
    if (problems.size() <= MOST_SHOWN + 1) {
      return List.copyOf(problems);
    }
    List<String> shown = new ArrayList<>(problems.subList(0, MOST_SHOWN));
    shown.add("%s: and %d more like these".formatted(path, problems.size() - MOST_SHOWN));
    return List.copyOf(shown);
  }

  private Optional<FitCase> accept(
      Map<String, Object> fields, int line, Map<String, Integer> lines) {
    String id = fields.get("id") == null ? "line-" + line : String.valueOf(fields.get("id"));
    Integer before = lines.putIfAbsent(id, line);
    if (before != null) {
      return refuse(line, "id", id, "was used in line " + before + "; give each case its own");
    }
    for (String name : POSITIVE) {
      Object value = fields.get(name);
      if (value != null && !(value instanceof Number n && n.doubleValue() > 0)) {
        return refuse(line, name, value, "must be a number above zero, or null");
      }
    }
    if (fields.get("gpu_memory_utilization") instanceof Number share && share.doubleValue() > 1) {
      return refuse(
          line, "gpu_memory_utilization", share, "is a share of the GPU; write at most 1");
    }
    for (String name : List.of("config", "measured")) {
      Object value = fields.get(name);
      if (value != null && !(value instanceof Map)) {
        return refuse(line, name, value, "must be an object");
      }
    }
    if (fields.containsKey("kv_space_gib") && fields.get("config") == null) {
      return refuse(line, "config", "null", "is needed beside kv_space_gib; give the model's own");
    }
    if (fields.get("config") == null && !(fields.get("model") instanceof String)) {
      return refuse(
          line, "model", fields.get("model"), "must name the model, or give a config instead");
    }
    return Optional.of(FitCase.of(id, fields));
  }

  private Optional<FitCase> refuse(
      int line, String field, @org.jspecify.annotations.Nullable Object value, String advice) {
    problems.add("%s:%d: %s: %s %s".formatted(path, line, field, value, advice));
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // JSON objects have text as keys
  private Read<Map<String, Map<String, Object>>> readConfigs() {
    Map<String, Map<String, Object>> configs = new LinkedHashMap<>();
    Optional<Map<String, Object>> all = text().flatMap(this::parse);
    for (String model : new TreeSet<>(all.orElse(Map.of()).keySet())) {
      if (all.orElseThrow().get(model) instanceof Map<?, ?> config) {
        configs.put(model, (Map<String, Object>) config);
      } else {
        problems.add(
            "%s: %s: %s is not a configuration; write the object of its config.json"
                .formatted(path, model, all.orElseThrow().get(model)));
      }
    }
    return problems.isEmpty() ? new Read.Valid<>(configs) : new Read.Invalid<>(problems);
  }

  private Optional<String> text() {
    try {
      return Optional.of(TextFile.read(path));
    } catch (NoSuchFileException e) {
      problems.add(path + ": there is no such file");
    } catch (IOException e) {
      problems.add("cannot be read: " + FileTrouble.words(e));
    }
    return Optional.empty();
  }

  private Optional<Map<String, Object>> parse(String text) {
    try {
      return Optional.of(JSON.readValue(text, OBJECT));
    } catch (JsonProcessingException e) {
      int at = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      problems.add(
          "%s:%d: is not a JSON object: %s; --configs takes one JSON object with the config.json of each model by its id"
              .formatted(path, at, firstLine(e.getOriginalMessage())));
      return Optional.empty();
    }
  }
}
