// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.engine.simulator.gpu.Startup.Outcome;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StartupTest {

  private static final long GIB = 1L << 30;
  private static final long TOTAL = 80 * GIB;

  private static MemoryRequest request(double utilization, OptionalLong kvBytes, int maxModelLen) {
    return new MemoryRequest(utilization, kvBytes, 16 * GIB, 131_072, 4 * GIB, 16, maxModelLen);
  }

  private static DeviceMemory others(double gib) {
    return new DeviceMemory(TOTAL, Math.round(gib * GIB));
  }

  private static String refusal(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused refused -> refused.message();
      case Outcome.Granted granted -> "granted " + granted.bytes();
    };
  }

  @Test
  void request_lessFreeThanItsShare_isRefusedInVllmsWords() {
    assertThat(refusal(Startup.request(0, others(10), 0.9)))
        .isEqualTo(
            "Free memory on device cuda:0 (70.0/80.0 GiB) on startup is less than desired GPU"
                + " memory utilization (0.9, 72.0 GiB). Decrease GPU memory utilization or reduce"
                + " GPU memory used by other processes.");
  }

  @Test
  void request_enoughFree_grantsTheShare() {
    assertThat(Startup.request(0, others(8), 0.9)).isEqualTo(new Outcome.Granted(72 * GIB));
  }

  @Test
  void profile_alone_leavesTheRestOfTheShareToTheCache() {
    assertThat(
            Startup.profile(
                0, request(0.9, OptionalLong.empty(), 8_192), 72 * GIB, others(0), others(0)))
        .isEqualTo(new Outcome.Granted(52 * GIB));
  }

  @Test
  void profile_memoryHeldBefore_isNotCharged() {
    assertThat(
            Startup.profile(
                0, request(0.5, OptionalLong.empty(), 8_192), 40 * GIB, others(30), others(30)))
        .isEqualTo(new Outcome.Granted(20 * GIB));
  }

  @Test
  void profile_memoryThatOthersTookMeanwhile_isCharged() {
    assertThat(
            Startup.profile(
                0, request(0.5, OptionalLong.empty(), 8_192), 40 * GIB, others(0), others(12)))
        .isEqualTo(new Outcome.Granted(8 * GIB));
    assertThat(
            refusal(
                Startup.profile(
                    0, request(0.5, OptionalLong.empty(), 8_192), 40 * GIB, others(0), others(25))))
        .startsWith("No available memory for the cache blocks. Try increasing");
  }

  @Test
  void profile_memoryThatOthersGaveBack_isAnError() {
    assertThat(
            refusal(
                Startup.profile(
                    0, request(0.5, OptionalLong.empty(), 8_192), 40 * GIB, others(40), others(0))))
        .startsWith(
            "Error in memory profiling. Initial free memory 40.0 GiB, current free memory 64.0"
                + " GiB.");
  }

  @Test
  void profile_longestSequenceDoesNotFit_saysWhichWould() {
    assertThat(
            refusal(
                Startup.profile(
                    0,
                    request(0.26, OptionalLong.empty(), 8_192),
                    20 * GIB + GIB / 2,
                    others(0),
                    others(0))))
        .isEqualTo(
            "To serve at least one request with the model's max seq len (8192), (1.0 GiB KV cache"
                + " is needed, which is larger than the available KV cache memory (0.5 GiB). Based"
                + " on the available memory, the estimated maximum model length is 4096. Try"
                + " increasing `gpu_memory_utilization` (which also controls CPU memory on the CPU"
                + " backend) or decreasing `max_model_len` when initializing the engine. See"
                + " https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more"
                + " details.");
  }

  @Test
  void profile_kvBytesGiven_areTakenWhateverOthersDid() {
    MemoryRequest request = request(0.5, OptionalLong.of(10 * GIB), 8_192);
    assertThat(Startup.profile(0, request, 40 * GIB, others(0), others(25)))
        .isEqualTo(new Outcome.Granted(10 * GIB));
    assertThat(Startup.blocks(request, 10 * GIB)).isEqualTo(5_120);
  }

  @Test
  void allocations_beyondTheDevice_areOutOfMemory() {
    MemoryRequest request = request(0.5, OptionalLong.of(70 * GIB), 8_192);
    assertThat(refusal(Startup.profile(0, request, 40 * GIB, others(0), others(0))))
        .isEqualTo(
            "CUDA out of memory. Tried to allocate 70.0 GiB. GPU 0 has a total capacity of 80.0"
                + " GiB of which 60.0 GiB is free.");
    assertThat(refusal(Startup.load(1, others(70), 16 * GIB)))
        .startsWith("CUDA out of memory. Tried to allocate 16.0 GiB. GPU 1");
  }
}
