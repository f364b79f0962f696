// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

/** What one layer keeps while a sequence is served. Per device after {@code split}. */
public sealed interface Memory {

  /**
   * Keys and values of tokens.
   *
   * @param heads key-value heads
   * @param width elements of one head's key and value together
   * @param window tokens that it looks back; zero for all
   * @param chunked whether it looks back to the last multiple of {@code window} instead
   * @param uneven whether values are narrower than keys, which other kernels read
   */
  record Tokens(int heads, int width, long window, boolean chunked, boolean uneven)
      implements Memory {
    /** All of them. */
    public static Tokens ofAll(int heads, int width) {
      return new Tokens(heads, width, 0, false, false);
    }
  }

  /**
   * A latent vector per token, the same on every device.
   *
   * @param width elements, latent and rotary together
   * @param indexBytes bytes of an index entry beside it
   */
  record Latent(int width, int indexBytes) implements Memory {}

  /**
   * A state per sequence, whatever its length.
   *
   * @param convolution elements kept per step of the convolution
   * @param steps of the convolution kept
   * @param state elements of the recurrent state
   * @param stateBytes bytes of one of these
   * @param scanned whether it is Mamba 2's, which can be read at any token of a prompt
   */
  record State(long convolution, int steps, long state, int stateBytes, boolean scanned)
      implements Memory {}

  /** Nothing. */
  record Nothing() implements Memory {}
}
