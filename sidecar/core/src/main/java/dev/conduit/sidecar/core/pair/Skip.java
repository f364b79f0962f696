// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

/** Why a request of the sample is not answered a second time. */
public enum Skip {
  /** The app got no good answer. */
  FAILED("failed"),
  /** It offers tools, or is in a loop of them: what an answer sets off is not to happen twice. */
  TOOLS("tools"),
  /** It holds an image, sound or a file: neither its size nor what is on it is known. */
  MEDIA("media"),
  /** A cascade answers it, and finds out for itself. */
  CASCADE("cascade"),
  /** A rule, the caller or a conversation's tool loop decided, not the classifier. */
  DECIDED("decided"),
  /** It is of a class of data that is not to be paired. */
  DATA_CLASS("data_class"),
  /** A rule's constraint leaves nobody to answer or to judge. */
  CONSTRAINED("constrained"),
  /** The policy has no other tier. */
  NO_OTHER_TIER("no_other_tier"),
  /** Its prompt is too long. */
  TOO_LARGE("too_large"),
  /** The app's answer is too long. */
  ANSWER_TOO_LONG("answer_too_long"),
  /** The app's answer is no text that could be compared. */
  UNREADABLE("unreadable"),
  /** The judge could say nothing of it: it asks for no form. */
  UNVERIFIABLE("unverifiable"),
  /** The other tier has no endpoint that is ready. */
  UNREADY("unready"),
  /** The judge failed too often, is not ready, or has enough to do. */
  JUDGE_UNREADY("judge_unready"),
  /** Another policy is in force by now. */
  POLICY_CHANGED("policy_changed"),
  /** The other tier has enough to do. */
  BUSY("busy"),
  /** This hour's budget is used up. */
  BUDGET("budget"),
  /** Enough pairs are under way. */
  CONCURRENT("concurrent"),
  /** The data plane is about to end. */
  DRAINING("draining");

  private final String label;

  Skip(String label) {
    this.label = label;
  }

  /** One word, for metrics and explanations. */
  public String label() {
    return label;
  }
}
