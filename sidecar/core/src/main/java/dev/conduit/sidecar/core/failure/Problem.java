// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.failure;

import dev.conduit.sidecar.core.json.JsonText;

/**
 * A failure as the caller sees it.
 *
 * @param status of HTTP
 * @param type of OpenAI's error object
 * @param code of OpenAI's error object; also the label in metrics. Public API
 * @param message for a person; safe to show
 * @param param the field at fault; empty for none
 * @param retryAfterSeconds when it makes sense to come back; zero to say nothing
 */
public record Problem(
    int status, String type, String code, String message, String param, int retryAfterSeconds) {

  /** OpenAI's error body. */
  public String body() {
    return "{\"error\":{\"message\":"
        + JsonText.quote(message)
        + ",\"type\":"
        + JsonText.quote(type)
        + ",\"param\":"
        + (param.isEmpty() ? "null" : JsonText.quote(param))
        + ",\"code\":"
        + JsonText.quote(code)
        + "}}";
  }
}
