// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simulator answers as the real vLLM did. */
class SimulatorConformanceTest {
  private static EngineProcess engine;

  @BeforeAll
  static void start() throws IOException {
    engine =
        EngineProcess.start(
            dev.conduit.engine.simulator.Main.class,
            Duration.ofMinutes(1),
            "--model",
            "./tiny-1B",
            "--runner",
            "generate",
            "--sim-load-time",
            "0");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    engine.close();
  }

  @TestFactory
  Stream<DynamicTest> recordedAnswers() throws InterruptedException {
    return engine.cases(
        Map.of(
            "messages-anthropic", "the engines here offer OpenAI's API only",
            "responses", "the engines here offer no Responses API",
            "metrics-http", "counted by vLLM's web framework, which the engines here do not use",
            "metrics-process", "open file descriptors are not told",
            "metrics-python", "not a Python process"));
  }
}
