// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.engine.simulator.gpu.DeviceLedger;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SleepAndLoraTest {

  private static final String ASK = RunningSimulator.body("Hi", "\"max_tokens\":1");

  @TempDir private Path devices;

  @Test
  void sleep_givesTheMemoryBack_wakeUpTakesItAgain() throws Exception {
    try (RunningSimulator simulator =
        RunningSimulator.ready(
            "--enable-sleep-mode", "--sim-device-dir", devices.toString(), "--sim-devices", "7")) {
      Path ledger = devices.resolve("gpu-7.json");
      String loaded = Files.readString(ledger);
      assertThat(loaded).contains("\"bytes\":");

      assertThat(simulator.post("/sleep?level=2", "").statusCode()).isEqualTo(200);
      assertThat(simulator.get("/is_sleeping").body()).isEqualTo("{\"is_sleeping\":true}");
      assertThat(Files.readString(ledger)).isEqualTo("[]");
      assertThat(simulator.post("/v1/chat/completions", ASK).statusCode()).isEqualTo(503);

      assertThat(simulator.post("/wake_up?tags=weights", "").statusCode()).isEqualTo(200);
      assertThat(simulator.get("/is_sleeping").body()).isEqualTo("{\"is_sleeping\":true}");
      assertThat(simulator.post("/wake_up?tags=kv_cache", "").statusCode()).isEqualTo(200);
      assertThat(simulator.get("/is_sleeping").body()).isEqualTo("{\"is_sleeping\":false}");
      assertThat(Files.readString(ledger)).isEqualTo(loaded);
      assertThat(simulator.post("/v1/chat/completions", ASK).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void wakeUp_othersTookTheMemory_failsAndSleepsOn() throws Exception {
    try (RunningSimulator simulator =
        RunningSimulator.ready("--enable-sleep-mode", "--sim-device-dir", devices.toString())) {
      simulator.post("/sleep", "");
      Process other = new ProcessBuilder("sleep", "60").start();
      try {
        new DeviceLedger(devices, "0", other.pid(), "other").charge(70L << 30);
        HttpResponse<String> woken = simulator.post("/wake_up", "");
        assertThat(woken.statusCode()).isEqualTo(500);
        assertThat(woken.body()).contains("CUDA out of memory");
        assertThat(simulator.get("/is_sleeping").body()).isEqualTo("{\"is_sleeping\":true}");
      } finally {
        other.destroyForcibly().waitFor();
      }
      assertThat(simulator.post("/wake_up", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void wakeUp_unknownTag_is400() throws Exception {
    try (RunningSimulator simulator = RunningSimulator.ready("--enable-sleep-mode")) {
      HttpResponse<String> response = simulator.post("/wake_up?tags=lights", "");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("tags must be weights or kv_cache, got lights.");
    }
  }

  @Test
  void sleepAndAdapters_notEnabled_are404() throws Exception {
    try (RunningSimulator simulator = RunningSimulator.ready("--runner", "generate")) {
      assertThat(simulator.post("/sleep", "").statusCode()).isEqualTo(404);
      assertThat(simulator.post("/v1/load_lora_adapter", "{}").statusCode()).isEqualTo(404);
      assertThat(simulator.post("/v1/embeddings", "{}").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void adapters_areListedLoadedAndUnloaded() throws Exception {
    try (RunningSimulator simulator =
        RunningSimulator.ready("--enable-lora", "--lora-modules", "french=/adapters/french")) {
      assertThat(simulator.get("/v1/models").body())
          .contains("\"id\":\"french\"", "\"root\":\"/adapters/french\"", "\"parent\":\"m\"");
      String load = "{\"lora_name\":\"latin\",\"lora_path\":\"/adapters/latin\"}";
      assertThat(simulator.post("/v1/load_lora_adapter", load).statusCode()).isEqualTo(200);
      assertThat(simulator.post("/v1/load_lora_adapter", load).statusCode()).isEqualTo(400);
      String ask = ASK.replace("\"m\"", "\"latin\"");
      assertThat(simulator.post("/v1/chat/completions", ask).statusCode()).isEqualTo(200);
      assertThat(simulator.get("/metrics").body())
          .contains("vllm:lora_requests_info{", "max_lora=\"1\"");
      String unload = "{\"lora_name\":\"latin\"}";
      assertThat(simulator.post("/v1/unload_lora_adapter", unload).statusCode()).isEqualTo(200);
      assertThat(simulator.post("/v1/unload_lora_adapter", unload).statusCode()).isEqualTo(404);
      assertThat(simulator.post("/v1/chat/completions", ask).statusCode()).isEqualTo(404);
    }
  }
}
