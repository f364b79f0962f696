// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

/** The OpenAI operation that a request calls; decides which fields its body must have. */
public enum Api {
  CHAT("/v1/chat/completions", "chat"),
  COMPLETIONS("/v1/completions", "text_completion"),
  EMBEDDINGS("/v1/embeddings", "embeddings"),
  /** Any other path below {@code /v1/}: forwarded when its body names a model. */
  OTHER("/v1/", "other");

  private final String path;
  private final String operation;

  Api(String path, String operation) {
    this.path = path;
    this.operation = operation;
  }

  /** The path of the operation; of {@link #OTHER} the prefix. */
  public String path() {
    return path;
  }

  /** The operation's name in traces and metrics. Source: OpenTelemetry GenAI conventions. */
  public String operation() {
    return operation;
  }

  /** The operation behind a path without query. */
  public static Api of(String path) {
    return switch (path) {
      case "/v1/chat/completions" -> CHAT;
      case "/v1/completions" -> COMPLETIONS;
      case "/v1/embeddings" -> EMBEDDINGS;
      default -> OTHER;
    };
  }
}
