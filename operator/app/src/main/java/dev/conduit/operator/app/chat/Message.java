// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.chat;

/**
 * One turn of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content plain text
 */
public record Message(String role, String content) {
  public static Message user(String content) {
    return new Message("user", content);
  }

  public static Message assistant(String content) {
    return new Message("assistant", content);
  }

  /** Says who and how much, not what: content may be private. */
  @Override
  public String toString() {
    return role + " (" + content.length() + " characters)";
  }
}
