// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.chat;

import java.time.Duration;

/** What came back for a {@link Question}. */
public sealed interface Answer {
  /**
   * A whole answer.
   *
   * @param text all of it
   * @param route who answered and why
   * @param firstToken time from sending to the first piece of text
   * @param total time from sending to the end
   * @param tokens in the answer as the engine counted them; 0 when it did not say
   */
  record Complete(String text, Route route, Duration firstToken, Duration total, int tokens)
      implements Answer {}

  /**
   * No answer, or one that broke off.
   *
   * @param status of the response; 0 when there was none
   * @param message for a person
   */
  record Failed(int status, String message) implements Answer {}

  /**
   * What the sidecar says about its choice; fields are empty when it does not say.
   *
   * @param tier chosen
   * @param model served name
   * @param endpoint id of the engine
   * @param reason for the tier
   */
  record Route(String tier, String model, String endpoint, String reason) {}
}
