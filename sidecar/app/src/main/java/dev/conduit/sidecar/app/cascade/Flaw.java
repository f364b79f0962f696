// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

/** Why an answer is not passed on. */
public enum Flaw {
  /** Nobody answered. */
  UNREACHABLE("unreachable"),
  /** Not in time. */
  SLOW("slow"),
  /** An error status. */
  STATUS("status"),
  /** More bytes than the policy holds back. */
  TOO_LONG("too_long"),
  /** Not a chat completion. */
  MALFORMED("malformed"),
  /** Neither text nor a call. */
  EMPTY("empty"),
  /** The model refused, or a filter did. */
  REFUSAL("refusal"),
  /** Cut off, and not by a limit of the request. */
  LENGTH("length"),
  /** Not of the form that the request asks for. */
  SCHEMA("schema"),
  /** A call of no tool that is offered, or with other arguments than its parameters; or none. */
  TOOL_CALL("tool_call"),
  /** Tokens that the model itself found unlikely. */
  LOGPROB("logprob"),
  /** The engine told no log-probabilities. */
  NO_LOGPROBS("no_logprobs"),
  /** Nothing speaks for the answer. */
  UNVERIFIED("unverified"),
  /** It could not be checked, or not in time: nobody knows whether it is an answer at all. */
  UNCHECKED("unchecked");

  private final String label;

  Flaw(String label) {
    this.label = label;
  }

  /** One word, for metrics and for {@code x-conduit-reason}. */
  public String label() {
    return label;
  }

  /** Whether it says something of the model; not of its engine, or of what can be checked. */
  public boolean isOfModel() {
    return switch (this) {
      case MALFORMED, EMPTY, REFUSAL, LENGTH, SCHEMA, TOOL_CALL, LOGPROB -> true;
      case UNREACHABLE, SLOW, STATUS, TOO_LONG, NO_LOGPROBS, UNVERIFIED, UNCHECKED -> false;
    };
  }

  /** Whether the answer is whole and may be right all the same. */
  public boolean isDoubt() {
    return switch (this) {
      case LOGPROB, NO_LOGPROBS, UNVERIFIED -> true;
      case UNREACHABLE,
          SLOW,
          STATUS,
          TOO_LONG,
          MALFORMED,
          EMPTY,
          REFUSAL,
          LENGTH,
          SCHEMA,
          TOOL_CALL,
          UNCHECKED ->
          false;
    };
  }
}
