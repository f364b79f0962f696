// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints what is predicted beside what engines allocate; the last line is JSON. */
public final class Main {
  private Main() {}

  /**
   * @param arguments {@code vllm}, {@code llama.cpp} or empty for both; file of configurations,
   *     Python with vLLM, the probe's script, a folder to work in. Exit code 1: a bound is broken.
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    String only = arguments[0];
    Path work = Path.of(arguments[4]);
    Sheet sheet = new Sheet(System.out);
    Map<String, Object> json = new LinkedHashMap<>();
    System.out.printf("%-52s %-16s %14s %14s %9s%n", "", "", "predicted", "allocated", "error");
    if (!only.equals("vllm")) {
      new LlamaGrid(sheet, work.resolve("llama")).run();
    }
    if (!only.equals("llama.cpp")) {
      VllmGrid vllm = new VllmGrid(sheet, System.out);
      vllm.run(
          Path.of(arguments[1]),
          new VllmProbe(Path.of(arguments[2]), Path.of(arguments[3]), work.resolve("vllm")));
      json.put("notStarted", vllm.refused());
    }
    boolean holds = sheet.close();
    json.putAll(Map.of("figures", sheet.json(), "holds", holds));
    print(System.out, json);
    System.exit(holds ? 0 : 1);
  }

  private static void print(PrintStream out, Map<String, Object> json)
      throws JsonProcessingException {
    out.println(JsonMapper.builder().build().writeValueAsString(json));
  }
}
