// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.chat;

import java.util.List;

/**
 * What is asked.
 *
 * @param model {@code auto}, a tier or a served name
 * @param messages oldest first
 * @param maxTokens of the answer
 * @param temperature 0 or more; 0 is the likeliest answer
 */
public record Question(String model, List<Message> messages, int maxTokens, double temperature) {
  public Question {
    messages = List.copyOf(messages);
  }
}
