// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.util.ArrayList;
import java.util.List;

/** Gathers a whole text's calls. */
final class ToolCallCollector {

  private final ToolText reader;
  private final StringBuilder content = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private final StringBuilder arguments = new StringBuilder();
  private String name = "";
  private boolean open;

  ToolCallCollector(boolean forced) {
    this.reader = forced ? ToolText.forced() : ToolText.auto();
  }

  void accept(String text) {
    reader.accept(text).forEach(this::on);
    reader.finish().forEach(this::on);
  }

  /** Whether every call that began has ended; a cut-off call is shown as text instead. */
  boolean isWhole() {
    return !open;
  }

  List<ToolCall> calls() {
    return calls;
  }

  String content() {
    return content.toString();
  }

  private void on(ToolEvent event) {
    switch (event) {
      case ToolEvent.Content(String text) -> content.append(text);
      case ToolEvent.CallStart(int ignored, String called) -> {
        name = called;
        open = true;
        arguments.setLength(0);
      }
      case ToolEvent.CallArguments(int ignored, String text) -> arguments.append(text);
      case ToolEvent.CallEnd(int ignored) -> {
        open = false;
        calls.add(new ToolCall(ToolCall.newId(), name, arguments.toString()));
      }
    }
  }
}
