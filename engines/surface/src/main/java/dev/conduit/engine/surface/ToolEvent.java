// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

/** What a model's text with tool calls means, piece by piece. */
sealed interface ToolEvent {

  /** Text for the user. */
  record Content(String text) implements ToolEvent {}

  /** A call begins. */
  record CallStart(int index, String name) implements ToolEvent {}

  /** More of its arguments' JSON. */
  record CallArguments(int index, String text) implements ToolEvent {}

  /** Its arguments are whole. */
  record CallEnd(int index) implements ToolEvent {}
}
