// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.EngineInfo;

/** What every chunk of an answer repeats. */
record AnswerHead(String id, long createdSeconds, String model, String fingerprint) {

  static AnswerHead of(String id, String model, EngineInfo info) {
    return new AnswerHead(id, System.currentTimeMillis() / 1000, model, info.fingerprint());
  }

  ObjectNode open(String object) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", createdSeconds)
        .put("model", model);
  }

  /** The beginning of every stream chunk, up to the choices, as text. */
  String chunkPrefix(String object) {
    String text = Json.write(open(object));
    return text.substring(0, text.length() - 1) + ",\"choices\":[";
  }
}
