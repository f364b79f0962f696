// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

/** The wire format an endpoint speaks. */
public enum Dialect {
  /** OpenAI's API, passed through byte for byte. */
  OPENAI,
  /** Anthropic's Messages API. */
  ANTHROPIC,
  /** Google's Gemini API. */
  GEMINI
}
