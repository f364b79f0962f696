// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call as OpenAI writes it: the arguments are a string that holds JSON. */
record ToolCall(String id, String name, String arguments) {

  static String newId() {
    return "chatcmpl-tool-" + Exchange.randomHex(32);
  }

  void write(ObjectNode node) {
    node.put("id", id).put("type", "function");
    node.putObject("function").put("name", name).put("arguments", arguments);
  }
}
