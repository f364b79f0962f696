// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.contract.Bytes;
import java.util.Locale;

/**
 * One GPU.
 *
 * @param name as the driver or a person calls it; may be empty
 * @param total that CUDA or HIP reports; zero when it is not known
 */
public record Accelerator(String name, Bytes total) {
  /**
   * vLLM's own line between GPUs that get 8192 tokens and 1024 sequences a batch and those that get
   * 2048 and 256. Source: {@code EngineArgs.get_batch_defaults}: 70 GiB and more, A100 left out.
   */
  private static final Bytes LARGE = Bytes.ofGib(70);

  public boolean isSized() {
    return total.value() > 0;
  }

  /**
   * Whether engines give it their large batches. Memory shared with the processor does not count.
   */
  public boolean isLarge() {
    return total.compareTo(LARGE) >= 0 && !upper().contains("A100") && !isUnified();
  }

  /** 160 GiB and more: current vLLM doubles the batch there. */
  public boolean isLargest() {
    return isLarge() && total.compareTo(Bytes.ofGib(160)) >= 0;
  }

  public boolean isAmd() {
    String upper = upper();
    return upper.contains("AMD")
        || upper.contains("ROCM")
        || upper.contains("MI300")
        || upper.contains("MI325")
        || upper.contains("MI355")
        || upper.contains("RADEON");
  }

  /** Whether it is none: an engine on the processor. */
  public boolean isProcessor() {
    return upper().equals("CPU");
  }

  /** Whether processor and GPU share the memory, as on GB10 and Jetson. */
  public boolean isUnified() {
    return upper().contains("GB10") || upper().contains("SPARK") || upper().contains("JETSON");
  }

  /** Hopper and later of the data centre, for which FlashInfer's kernels are built. */
  public boolean isHopperOrLater() {
    return upper().matches(".*\\b(H100|H200|H20|H800|GH200|B200|B300|GB200|GB300)\\b.*");
  }

  /** Before Ampere: vLLM's V1 engine did not run there until 0.11. */
  public boolean isBeforeAmpere() {
    return upper().matches(".*\\b(T4|V100|P100|P40|RTX 20\\d\\d|TITAN)\\b.*");
  }

  /**
   * Whether it can hold FP8 weights and cannot compute with them: kernels widen them to 16 bits, so
   * they take half the memory and are no faster. Source: vLLM's FP8 documentation (compute
   * capability 7.5 to 8.8 runs W8A16 by Marlin).
   */
  public boolean widensFp8() {
    return upper()
        .matches(
            ".*\\b(T4|A100|A800|A10|A10G|A16|A30|A40|RTX[- ]?(A\\d{4}|20\\d\\d|30\\d\\d)|A6000)\\b.*");
  }

  /** Whether nothing loads FP8 weights on it. Source: {@code Fp8Config.get_min_capability}, 7.5. */
  public boolean lacksFp8() {
    return upper().matches(".*\\b(V100|P100|P40|TITAN)\\b.*");
  }

  private String upper() {
    return name.toUpperCase(Locale.ROOT).replace('_', ' ');
  }
}
