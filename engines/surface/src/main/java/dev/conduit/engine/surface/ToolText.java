// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads tool calls out of a growing text: {@code <tool_call>{"name": N, "arguments": {...}}
 * </tool_call>} (Hermes' form, which most open models are trained on), or, when a call was forced,
 * the bare JSON. Arguments are passed on while they grow. One per choice; confined to the event
 * loop.
 */
final class ToolText {

  private static final String OPEN = "<tool_call>";
  private static final String CLOSE = "</tool_call>";
  private static final Pattern HEAD =
      Pattern.compile(
          "^\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"\\\\]*)\"\\s*,\\s*\"arguments\"\\s*:\\s*");

  private enum State {
    TEXT,
    HEAD,
    ARGUMENTS,
    TAIL
  }

  private final boolean forced;
  private State state;
  private String held = "";
  private int calls;
  private JsonExtent extent = new JsonExtent();

  private ToolText(boolean forced) {
    this.forced = forced;
    this.state = forced ? State.HEAD : State.TEXT;
  }

  /** The model decides: text, calls or both. */
  static ToolText auto() {
    return new ToolText(false);
  }

  /** The grammar made it one call. */
  static ToolText forced() {
    return new ToolText(true);
  }

  List<ToolEvent> accept(String delta) {
    List<ToolEvent> events = new ArrayList<>();
    held += delta;
    boolean moved = true;
    while (moved) {
      moved =
          switch (state) {
            case TEXT -> text(events);
            case HEAD -> head(events);
            case ARGUMENTS -> arguments(events);
            case TAIL -> tail();
          };
    }
    return events;
  }

  /** The end of the text: what was held back and is no call after all becomes content. */
  List<ToolEvent> finish() {
    boolean content = state == State.TEXT || (state == State.HEAD && !held.isBlank());
    String rest = state == State.HEAD && !forced ? OPEN + held : held;
    held = "";
    return content && !rest.isEmpty() ? List.of(new ToolEvent.Content(rest)) : List.of();
  }

  private boolean text(List<ToolEvent> events) {
    int at = held.indexOf(OPEN);
    if (at >= 0) {
      emit(events, held.substring(0, at));
      held = held.substring(at + OPEN.length());
      state = State.HEAD;
      return true;
    }
    int keep = beginningOf(OPEN, held);
    emit(events, held.substring(0, held.length() - keep));
    held = held.substring(held.length() - keep);
    return false;
  }

  private boolean head(List<ToolEvent> events) {
    Matcher head = HEAD.matcher(held);
    if (!head.find()) {
      return false;
    }
    events.add(new ToolEvent.CallStart(calls, head.group(1)));
    held = held.substring(head.end());
    extent = new JsonExtent();
    state = State.ARGUMENTS;
    return true;
  }

  private boolean arguments(List<ToolEvent> events) {
    if (held.isEmpty()) {
      return false;
    }
    int end = extent.advance(held);
    String part = end < 0 ? held : held.substring(0, end);
    if (!part.isEmpty()) {
      events.add(new ToolEvent.CallArguments(calls, part));
    }
    held = held.substring(part.length());
    if (end < 0) {
      return false;
    }
    events.add(new ToolEvent.CallEnd(calls));
    calls++;
    state = State.TAIL;
    return true;
  }

  private boolean tail() {
    int at = held.indexOf(CLOSE);
    if (forced || at < 0) {
      return false;
    }
    held = held.substring(at + CLOSE.length());
    state = State.TEXT;
    return true;
  }

  private static void emit(List<ToolEvent> events, String text) {
    if (!text.isEmpty()) {
      events.add(new ToolEvent.Content(text));
    }
  }

  private static int beginningOf(String word, String text) {
    int length = Math.min(word.length() - 1, text.length());
    while (length > 0 && !text.endsWith(word.substring(0, length))) {
      length--;
    }
    return length;
  }
}
