// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

/** What the lines of a file are; their fields are documented in {@code docs/replay.md}. */
public enum FileForm {
  /** Prompts with the outcomes of two models, the form of {@code make bench-routing}. */
  DATASET("dataset"),
  /** Requests as a gateway logs them: the body of each, or an object that has it. */
  LOG("log");

  private final String label;

  FileForm(String label) {
    this.label = label;
  }

  /** As in options and in reports. */
  public String label() {
    return label;
  }
}
