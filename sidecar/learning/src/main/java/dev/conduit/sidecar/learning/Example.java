// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/**
 * One prompt and how two models did on it. Holds a prompt: {@code toString} leaves it out.
 *
 * @param subject of the prompt; examples of one subject are alike
 * @param prompt as users would write it
 * @param isWeakRight whether the weak model's answer was right
 * @param isStrongRight whether the strong model's answer was right
 */
public record Example(String subject, String prompt, boolean isWeakRight, boolean isStrongRight) {
  /** What the strong model gains: -1, 0 or 1. */
  public int gain() {
    return (isStrongRight ? 1 : 0) - (isWeakRight ? 1 : 0);
  }

  @Override
  public String toString() {
    return "Example[" + subject + ", " + prompt.length() + " characters, gain " + gain() + "]";
  }
}
