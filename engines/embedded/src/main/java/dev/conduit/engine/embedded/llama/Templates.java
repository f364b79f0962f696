// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import dev.conduit.checkpoint.GgufHeader;
import java.util.List;

/**
 * Which chat templates llama.cpp's renderer knows. It recognises a template by its marks and ends
 * the process over one that it does not know, so that must be found out before.
 *
 * <p>Source: the families that llama.cpp's {@code llama_chat_apply_template} detects, by the marks
 * that none of them lacks.
 */
final class Templates {
  private static final List<String> MARKS =
      List.of(
          "<|im_start|>",
          "[INST]",
          "<|user|>",
          "<start_of_turn>",
          "<|start_header_id|>",
          "GPT4 Correct ",
          "USER: ",
          "### Instruction:",
          "<|START_OF_TURN_TOKEN|>",
          "[gMASK]",
          "<|start_of_role|>",
          "[|system|]");

  private Templates() {}

  /** Whether chat works; a file without a template gets ChatML, as llama.cpp does it. */
  static boolean isKnown(GgufHeader header) {
    String template = header.string("tokenizer.chat_template").orElse("<|im_start|>");
    return MARKS.stream().anyMatch(template::contains);
  }
}
