// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a classifier of somebody else's is told of a request.
 *
 * <p>May hold a prompt: {@code toString} does not tell it.
 *
 * @param policy its name
 * @param tiers from the lightest to the heaviest
 * @param signals what was seen, without the text
 * @param dataClasses that the request belongs to
 * @param prompt what users wrote, the newest message first, messages apart by a line feed, at most
 *     {@value #MOST_BYTES} bytes; empty where the policy does not send it
 */
public record Question(
    String policy, List<Tier> tiers, Signals signals, List<String> dataClasses, String prompt) {
  static final int MOST_BYTES = 32 * 1024;

  public Question {
    tiers = List.copyOf(tiers);
    dataClasses = List.copyOf(dataClasses);
  }

  static Question of(
      Inquiry about, RoutingSnapshot snapshot, List<String> dataClasses, Classifier.Remote remote) {
    return new Question(
        snapshot.policy().toString(),
        snapshot.tiers(),
        Signals.of(about.facts(), about.data()),
        dataClasses,
        remote.sendsPrompt() ? text(about.facts().userText()) : "");
  }

  private static String text(UserText text) {
    byte[] room = new byte[Math.min(MOST_BYTES, text.bytes() + 1)];
    byte[] read = Arrays.copyOf(room, text.excerpt(room));
    return new String(read, StandardCharsets.UTF_8).replace((char) UserText.BETWEEN, '\n').strip();
  }

  @Override
  public String toString() {
    return "Question[" + policy + ", " + signals.prompt() + " tokens]";
  }
}
