// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Usage in the shapes that the recorded answers have. */
final class UsageJson {

  private UsageJson() {}

  /** Of a whole answer; chat also counts created cache tokens, completions say null. */
  static ObjectNode whole(Usage usage, boolean chat) {
    ObjectNode node = counts(usage);
    ObjectNode details =
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    if (chat) {
      details.put("created_cache_tokens", 0);
    } else {
      details.putNull("created_cache_tokens");
    }
    details.putNull("multimodal_tokens");
    node.putNull("completion_tokens_details");
    return node;
  }

  /** Of a stream's last chunk. */
  static ObjectNode last(Usage usage, boolean chat) {
    ObjectNode node = counts(usage);
    ObjectNode details =
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    if (chat) {
      details.put("created_cache_tokens", 0);
    }
    return node;
  }

  /** Of a chunk in the middle, under {@code continuous_usage_stats}. */
  static String continuous(int prompt, int completion) {
    return Json.write(
        counts(new Usage(prompt, completion, 0)).putNull("completion_tokens_details"));
  }

  private static ObjectNode counts(Usage usage) {
    return Json.object()
        .put("prompt_tokens", usage.prompt())
        .put("total_tokens", usage.total())
        .put("completion_tokens", usage.completion());
  }
}
