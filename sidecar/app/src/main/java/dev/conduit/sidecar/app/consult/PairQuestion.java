// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.conduit.contract.Target;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * A pair as it is posted. Its fields are public API; docs/routing.md has them.
 *
 * <p>Holds prompts and answers: {@code toString} does not tell them.
 *
 * @param messages of the request, as JSON; empty where the policy does not send them
 */
public record PairQuestion(
    String policy, String requestId, String messages, Answered light, Answered heavy) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An answer and who gave it. */
  public record Answered(Target by, String text) {
    @Override
    public String toString() {
      return "Answered[" + by.id() + ", " + text.length() + " characters]";
    }
  }

  Buffer json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("policy", policy).put("request_id", requestId);
    put(json.putObject("light"), light);
    put(json.putObject("heavy"), heavy);
    if (!messages.isEmpty()) {
      json.putRawValue("messages", new RawValue(messages));
    }
    return Buffer.buffer(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ObjectNode into, Answered one) {
    into.put("tier", one.by().tier().name()).put("model", one.by().model()).put("text", one.text());
  }

  @Override
  public String toString() {
    return "PairQuestion[" + requestId + "]";
  }
}
