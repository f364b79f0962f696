// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.failure;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Tokens;
import java.time.Duration;
import java.util.List;

/** Why a request was not answered by a model. {@link FailureMapper} says what the caller sees. */
public sealed interface Failure {

  /**
   * The request is wrong in itself.
   *
   * @param code tells machines which way
   * @param message names the field and what would be right; never quotes a prompt
   * @param field at fault; empty when it is the body as a whole
   */
  record BadRequest(String code, String message, String field) implements Failure {}

  /** The body is longer than this data plane accepts. */
  record BodyTooLarge(Bytes limit) implements Failure {}

  /** No target has this name; {@code known} lists what may be asked for. */
  record UnknownModel(String model, List<String> known) implements Failure {
    public UnknownModel {
      known = List.copyOf(known);
    }
  }

  /** No request of this id is remembered: it never was, or was too long ago. */
  record UnknownRequest(String id) implements Failure {}

  /** Nothing is served under this path. */
  record UnknownPath(String method, String path) implements Failure {}

  /** The path exists for other methods. */
  record MethodNotAllowed(String method, String path, String allowed) implements Failure {}

  /** The policy forbids all targets that the request could go to. */
  record Forbidden(String model, String constraint) implements Failure {}

  /** Prompt and answer together are longer than any model that may be used accepts. */
  record ContextTooLong(Tokens window, Tokens prompt, Tokens answer) implements Failure {}

  /** No snapshot was loaded yet. */
  record NoSnapshot() implements Failure {}

  /** The data plane is shutting down. */
  record Draining() implements Failure {}

  /** More requests are in flight than this data plane accepts. */
  record Overloaded(int limit) implements Failure {}

  /** More outcomes wait to be learned from than are kept waiting. */
  record LearningFull() implements Failure {}

  /** The bodies of the requests in flight fill the memory set aside for them. */
  record BuffersFull(Bytes limit) implements Failure {}

  /** No endpoint of the targets may get requests now. */
  record NoReadyEndpoint(List<String> targets) implements Failure {
    public NoReadyEndpoint {
      targets = List.copyOf(targets);
    }
  }

  /** Every attempt ended before an answer began. */
  record Unreachable(String target, int attempts, Cause cause) implements Failure {}

  /** A time limit of the policy ran out. */
  record TimedOut(Phase phase, Duration after, int attempts) implements Failure {}

  /** The answer broke off after its first bytes went to the caller. */
  record Interrupted(String endpoint) implements Failure {}

  /** The caller hung up. */
  record ClientGone() implements Failure {}

  /** A bug; the log has the rest under the request's id. */
  record Internal(String requestId) implements Failure {}

  /** How an attempt failed before it was answered. */
  enum Cause {
    REFUSED("refused", "refused the connection"),
    RESET("reset", "closed the connection before it answered"),
    CONNECT_TIMEOUT("connect_timeout", "did not accept a connection in time");

    private final String label;
    private final String words;

    Cause(String label, String words) {
      this.label = label;
      this.words = words;
    }

    /** For metrics and logs. */
    public String label() {
      return label;
    }

    String words() {
      return words;
    }
  }

  /** What a time limit was set on. */
  enum Phase {
    FIRST_TOKEN("first_token", "the first token"),
    BETWEEN_TOKENS("between_tokens", "the next token"),
    TOTAL("total", "the complete answer");

    private final String label;
    private final String words;

    Phase(String label, String words) {
      this.label = label;
      this.words = words;
    }

    String label() {
      return label;
    }

    String words() {
      return words;
    }
  }
}
