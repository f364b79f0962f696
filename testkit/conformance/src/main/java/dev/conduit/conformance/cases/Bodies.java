// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.wire.Ask;
import java.util.function.Function;

/** Request bodies, with the served model's name put in. Fields are given as JSON text. */
final class Bodies {
  static final String CHAT = "/v1/chat/completions";
  static final String COMPLETIONS = "/v1/completions";

  private static final String QUESTION =
      "\"messages\":[{\"role\":\"user\",\"content\":\"What is a sidecar for?\"}]";

  private Bodies() {}

  /** A chat question at temperature 0 with more fields. */
  static Function<Subject, Ask> chat(String fields) {
    return post(CHAT, QUESTION + ",\"temperature\":0," + fields);
  }

  /** A completion at temperature 0 with more fields. */
  static Function<Subject, Ask> completion(String fields) {
    return post(COMPLETIONS, "\"temperature\":0," + fields);
  }

  /** Any body whose first field is the model. */
  static Function<Subject, Ask> post(String path, String fields) {
    return subject -> Ask.post(path, "{\"model\":\"%s\",%s}".formatted(subject.model(), fields));
  }

  static Function<Subject, Ask> get(String path) {
    return _ -> Ask.get(path);
  }
}
