// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

/** Resources that several tests apply. */
final class Resources {
  private Resources() {}

  /** Small enough for many on the node with processors. */
  static String light(String name, int replicas) {
    return """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata:
          name: %s
        spec:
          models:
            - id: HuggingFaceTB/SmolLM2-135M-Instruct
              servedName: %s
              maxModelLen: 2048
          engine:
            kind: embedded
          replicas: %d
        """
        .formatted(name, name, replicas);
  }

  /** An 8B model on vLLM, on GPUs of a type. */
  static String vllm(String name, String gpu, int replicas) {
    return vllm(name, "meta-llama/Llama-3.1-8B-Instruct", gpu, replicas);
  }

  /** One engine of a model, on an H100. */
  static String vllm(String name, String model) {
    return vllm(name, model, "H100-80GB", 1);
  }

  private static String vllm(String name, String model, String gpu, int replicas) {
    return """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata:
          name: %s
        spec:
          models:
            - id: %s
              servedName: %s
              maxModelLen: 8192
          engine:
            kind: vllm
          compute:
            gpu: [%s]
            count: "1"
          replicas: %d
        """
        .formatted(name, model, name, gpu, replicas);
  }

  /** Everything to one block. */
  static String policy(String name, String block) {
    return """
        apiVersion: conduit.dev/v1alpha1
        kind: RoutingPolicy
        metadata:
          name: %s
        spec:
          targets:
            - block: %s
              tier: light
          classifier:
            defaultTier: light
        """
        .formatted(name, block);
  }
}
