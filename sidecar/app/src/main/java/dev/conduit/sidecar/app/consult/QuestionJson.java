// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.route.Question;
import dev.conduit.sidecar.core.signal.Signals;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A question as it is posted. Its fields are public API; docs/routing.md has them. */
final class QuestionJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private QuestionJson() {}

  static Buffer of(Question question, String requestId) {
    Signals signals = question.signals();
    ObjectNode json = JSON.createObjectNode();
    json.put("policy", question.policy()).put("request_id", requestId);
    strings(json.putArray("tiers"), question.tiers().stream().map(Tier::name).toList());
    json.put("prompt_tokens", signals.prompt().value());
    json.put("max_tokens", signals.answer().value());
    json.put("task", signals.task().label());
    strings(json.putArray("languages"), signals.languages());
    json.put("messages", signals.messages());
    json.put("tools", signals.hasTools()).put("schema", signals.hasSchema());
    counts(json.putObject("text"), signals.structure());
    counts(json.putObject("data"), signals.data());
    strings(json.putArray("data_classes"), question.dataClasses());
    if (!question.prompt().isEmpty()) {
      json.put("prompt", question.prompt());
    }
    return Buffer.buffer(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void strings(ArrayNode into, List<String> all) {
    all.forEach(into::add);
  }

  private static void counts(ObjectNode into, List<Signals.Sighting> all) {
    all.forEach(one -> into.put(one.code(), one.count()));
  }
}
