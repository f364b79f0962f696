// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

/** Why a pair that was begun says nothing. */
public enum Drop {
  /** The other tier did not answer in time. */
  SLOW("slow"),
  /** Nobody answered. */
  UNREACHABLE("unreachable"),
  /** An error status; not tried again. */
  STATUS("status"),
  /** The other tier's answer is too long. */
  ANSWER_TOO_LONG("answer_too_long"),
  /** The other tier's answer is no text that could be compared. */
  UNREADABLE("unreadable"),
  /** An answer is of a class of data that is not to be paired. */
  DATA_CLASS("data_class"),
  /** A rule's constraint, by what is in an answer, leaves the judge out. */
  CONSTRAINED("constrained"),
  /** Prompt and answers are more than the judge reads at a time. */
  TOO_LARGE("too_large"),
  /** An error of this program; its log has the kind. */
  FAULT("fault"),
  /** The judge does not know, or says one thing and then another. */
  UNDECIDED("undecided"),
  /** The judge did not answer in time. */
  JUDGE_SLOW("judge_slow"),
  /** The judge could not be asked, or answered with an error. */
  JUDGE_ERROR("judge_error"),
  /** What the judge answered means nothing. */
  JUDGE_MALFORMED("judge_malformed"),
  /** The judge failed too often and is left alone for a while. */
  JUDGE_OPEN("judge_open"),
  /** Another policy is in force by now. */
  POLICY_CHANGED("policy_changed"),
  /** The request is no longer remembered. */
  FORGOTTEN("forgotten"),
  /** The data plane is about to end. */
  DRAINING("draining");

  private final String label;

  Drop(String label) {
    this.label = label;
  }

  /** One word, for metrics. */
  public String label() {
    return label;
  }
}
