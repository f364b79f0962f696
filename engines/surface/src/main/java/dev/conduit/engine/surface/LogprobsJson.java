// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.TokenDelta;
import dev.conduit.engine.surface.spi.TokenDelta.Logprob;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Log probabilities in the two shapes that OpenAI has for them. */
final class LogprobsJson {

  private LogprobsJson() {}

  /** Chat's shape: one entry per token with its bytes and the best alternatives. */
  static ObjectNode chat(List<TokenDelta> tokens, int top) {
    ObjectNode root = Json.object();
    ArrayNode content = root.putArray("content");
    for (TokenDelta token : tokens) {
      if (token.logprobs().isEmpty()) {
        continue;
      }
      ObjectNode entry = content.addObject();
      fill(entry, token.logprobs().getFirst());
      ArrayNode best = entry.putArray("top_logprobs");
      token.logprobs().stream().skip(1).limit(top).forEach(l -> fill(best.addObject(), l));
    }
    return root;
  }

  /** Completions' shape: parallel lists; offsets in characters from the answer's beginning. */
  static ObjectNode completion(List<TokenDelta> tokens, int top, int offset) {
    ObjectNode root = Json.object();
    ArrayNode offsets = root.putArray("text_offset");
    ArrayNode logprobs = root.putArray("token_logprobs");
    ArrayNode texts = root.putArray("tokens");
    ArrayNode best = root.putArray("top_logprobs");
    int at = offset;
    for (TokenDelta token : tokens) {
      if (token.logprobs().isEmpty()) {
        continue;
      }
      Logprob chosen = token.logprobs().getFirst();
      offsets.add(at);
      logprobs.add(chosen.logprob());
      texts.add(chosen.token());
      ObjectNode alternatives = best.addObject();
      token.logprobs().stream()
          .skip(1)
          .limit(top)
          .forEach(l -> alternatives.put(l.token(), l.logprob()));
      alternatives.put(chosen.token(), chosen.logprob());
      at += chosen.token().length();
    }
    return root;
  }

  private static void fill(ObjectNode entry, Logprob logprob) {
    entry.put("token", logprob.token()).put("logprob", logprob.logprob());
    ArrayNode bytes = entry.putArray("bytes");
    for (byte b : logprob.token().getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
  }
}
