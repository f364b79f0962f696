// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.failure;

import dev.conduit.contract.Bytes;
import java.time.Duration;

/**
 * The one place where failures become HTTP. Statuses, types and codes follow OpenAI's where OpenAI
 * has such an error; codes are public API.
 */
public final class FailureMapper {
  private static final String INVALID = "invalid_request_error";
  private static final String SERVER = "server_error";
  private static final String TIMEOUT = "timeout_error";

  private FailureMapper() {}

  /** What the caller of a failed request sees. */
  public static Problem map(Failure failure) {
    return switch (failure) {
      case Failure.BadRequest(String code, String message, String field) ->
          new Problem(400, INVALID, code, message, field, 0);
      case Failure.BodyTooLarge large -> tooLarge(large);
      case Failure.UnknownModel unknown -> unknownModel(unknown);
      case Failure.UnknownPath(String method, String path) ->
          of(404, INVALID, "unknown_url", "unknown request URL: " + method + " " + path);
      case Failure.MethodNotAllowed(String method, String path, String allowed) ->
          of(405, INVALID, "method_not_allowed", method + " " + path + ": use " + allowed);
      case Failure.Forbidden(String model, String constraint) ->
          new Problem(403, INVALID, "model_not_allowed", forbidden(model, constraint), "model", 0);
      case Failure.ContextTooLong tooLong ->
          new Problem(400, INVALID, "context_length_exceeded", words(tooLong), "messages", 0);
      case Failure.UnknownRequest(String id) ->
          new Problem(
              404,
              INVALID,
              "request_not_found",
              "no request \""
                  + id
                  + "\" is remembered; give the x-request-id of an answer of the last hour",
              "request_id",
              0);
      case Failure.NoSnapshot _ ->
          later(
              503,
              "no_snapshot",
              "no snapshot yet: the data plane has not been told its policy; see its log for the snapshot file it waits for",
              1);
      case Failure.Draining _ -> later(503, "draining", "the data plane is shutting down", 1);
      case Failure.Overloaded(int limit) ->
          later(
              429,
              "too_many_requests",
              limit + " requests are in flight, the limit of this data plane",
              1);
      case Failure.LearningFull _ ->
          later(
              429,
              "too_many_requests",
              "too many outcomes wait to be learned from; send this one again",
              1);
      case Failure.BuffersFull(Bytes limit) ->
          later(
              503,
              "buffers_full",
              "bodies of requests in flight fill the "
                  + limit
                  + " set aside for them; conduit.sidecar.max-buffered-bytes raises it",
              1);
      case Failure.NoReadyEndpoint none ->
          later(
              503,
              "no_ready_endpoint",
              "no endpoint is ready for " + String.join(", ", none.targets()),
              2);
      case Failure.Unreachable unreachable -> unreachable(unreachable);
      case Failure.TimedOut timedOut -> timedOut(timedOut);
      case Failure.Interrupted(String endpoint) ->
          of(
              502,
              SERVER,
              "upstream_interrupted",
              "the engine "
                  + endpoint
                  + " broke off in the middle of the answer; what came before this is incomplete");
      case Failure.ClientGone _ ->
          of(499, INVALID, "client_closed", "the caller closed the connection");
      case Failure.Internal(String requestId) ->
          of(
              500,
              SERVER,
              "internal_error",
              "internal error; the log has more under request id " + requestId);
    };
  }

  private static Problem tooLarge(Failure.BodyTooLarge large) {
    String message =
        "the body is larger than "
            + large.limit().value()
            + " bytes ("
            + large.limit()
            + "), the limit of this data plane; conduit.sidecar.max-body-bytes raises it";
    return of(413, INVALID, "body_too_large", message);
  }

  private static Problem unknownModel(Failure.UnknownModel unknown) {
    String message =
        "the model \""
            + unknown.model()
            + "\" does not exist; there are: "
            + String.join(", ", unknown.known());
    return new Problem(404, INVALID, "model_not_found", message, "model", 0);
  }

  private static String forbidden(String model, String constraint) {
    return "the policy does not let this request go to \"" + model + "\": " + constraint;
  }

  /** OpenAI's own words, so that clients which read them understand. */
  private static String words(Failure.ContextTooLong failure) {
    long prompt = failure.prompt().value();
    long answer = failure.answer().value();
    return "This model's maximum context length is "
        + failure.window()
        + " tokens. However, you requested about "
        + (prompt + answer)
        + " tokens ("
        + prompt
        + " in the messages, "
        + answer
        + " in the completion). Please reduce the length of the messages or completion.";
  }

  private static Problem unreachable(Failure.Unreachable failure) {
    String message =
        "every endpoint of "
            + failure.target()
            + " that was tried ("
            + failure.attempts()
            + ") failed; the last one "
            + failure.cause().words();
    return new Problem(502, SERVER, "upstream_unreachable", message, "", 1);
  }

  private static Problem timedOut(Failure.TimedOut failure) {
    String message =
        failure.phase().words()
            + " did not come within "
            + seconds(failure.after())
            + " (attempt "
            + failure.attempts()
            + "); the policy's resilience.timeouts sets the limit";
    return of(504, TIMEOUT, "timeout_" + failure.phase().label(), message);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static Problem of(int status, String type, String code, String message) {
    return new Problem(status, type, code, message, "", 0);
  }

  private static Problem later(int status, String code, String message, int seconds) {
    String type = status == 429 ? "rate_limit_error" : SERVER;
    return new Problem(status, type, code, message, "", seconds);
  }
}
