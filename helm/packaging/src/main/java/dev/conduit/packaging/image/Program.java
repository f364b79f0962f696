// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.util.List;
import java.util.Map;

/**
 * A program that a cluster runs.
 *
 * @param folder the name under {@code target/dist} and of {@code bin/launch}
 * @param image the image's name without prefix and tag
 * @param description one sentence, for the image's label
 * @param ports that it listens on
 * @param arguments what a container runs with that is given none
 * @param environment of every container
 */
public record Program(
    String folder,
    String image,
    String description,
    List<Integer> ports,
    List<String> arguments,
    Map<String, String> environment) {
  /** The data plane. */
  public static final Program SIDECAR =
      new Program(
          "sidecar",
          "conduit-sidecar",
          "Serves the OpenAI API on localhost of an app's pod and routes each request to a model.",
          List.of(8000, 9464),
          List.of(),
          // The kubelet asks the probes from outside; the API itself stays on localhost.
          Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));

  /** A real small model on processors. */
  public static final Program EMBEDDED =
      new Program(
          "embedded",
          "conduit-engine-embedded",
          "llama.cpp in the JVM: a small model on processors behind the OpenAI API.",
          List.of(8000),
          List.of("--host", "0.0.0.0"),
          Map.of("CONDUIT_MODEL_CACHE", "/models"));

  /** An engine that only behaves as one. */
  public static final Program SIMULATOR =
      new Program(
          "simulator",
          "conduit-engine-simulator",
          "A GPU engine's stand-in that behaves as vLLM does; it is no model.",
          List.of(8000),
          List.of("--host", "0.0.0.0"),
          Map.of());

  /** The control plane. */
  public static final Program OPERATOR =
      new Program(
          "operator",
          "conduit-operator",
          "Places, starts and routes to open models on a cluster's GPUs.",
          List.of(8080, 9443),
          List.of(),
          Map.of());

  /** Reads what GPUs have, on each of their nodes. */
  public static final Program GPU_PROBE =
      new Program(
          "gpu-probe",
          "conduit-gpu-probe",
          "Asks a node's GPU driver for the memory of its devices and writes it on the node.",
          List.of(),
          List.of(),
          Map.of());

  /** The app of the example kubernetes-cpu; no part of the product. */
  public static final Program CHAT_APP =
      new Program(
          "chat-app",
          "conduit-chat-app",
          "An example: an app with the stock OpenAI client.",
          List.of(),
          List.of(),
          Map.of());

  /** Every program that there is an image of. */
  public static final List<Program> ALL =
      List.of(SIDECAR, EMBEDDED, SIMULATOR, OPERATOR, GPU_PROBE, CHAT_APP);

  public Program {
    ports = List.copyOf(ports);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** By the name of its folder. */
  public static Program named(String folder) throws BuildFailed {
    return ALL.stream()
        .filter(program -> program.folder.equals(folder))
        .findFirst()
        .orElseThrow(
            () ->
                new BuildFailed(
                    "no program is called '%s'; images are made of %s"
                        .formatted(folder, ALL.stream().map(Program::folder).toList())));
  }
}
