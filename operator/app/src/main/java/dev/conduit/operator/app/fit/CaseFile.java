// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
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
    int number = 0;
    for (String line : text().map(all -> all.lines().toList()).orElse(List.of())) {
      number++;
      if (!line.isBlank()) {
        int at = number;
        parse(line, at).flatMap(fields -> accept(fields, at, lines)).ifPresent(cases::add);
      }
    }
    if (problems.isEmpty() && cases.isEmpty()) {
      problems.add(path + ": has no case; write one JSON object a line");
    }
    return problems.isEmpty()
        ? new Read.Valid<>(List.copyOf(cases))
        : new Read.Invalid<>(List.copyOf(problems));
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
    Optional<Map<String, Object>> all = text().flatMap(text -> parse(text, 0));
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
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException e) {
      problems.add(path + ": there is no such file");
    } catch (IOException e) {
      problems.add(path + ": cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Map<String, Object>> parse(String text, int line) {
    try {
      return Optional.of(JSON.readValue(text, OBJECT));
    } catch (JsonProcessingException e) {
      int at = line > 0 ? line : e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      problems.add("%s:%d: is not a JSON object: %s".formatted(path, at, e.getOriginalMessage()));
      return Optional.empty();
    }
  }
}
