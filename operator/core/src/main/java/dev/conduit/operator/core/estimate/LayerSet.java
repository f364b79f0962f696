// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

/**
 * Layers of one pipeline stage that keep the same.
 *
 * @param layers how many
 * @param tokenBytes of one layer and token; zero of a state
 * @param stateBytes of one layer and sequence; zero of layers that keep tokens
 * @param window tokens that they look back; zero for all
 * @param chunked whether the window begins at its last multiple
 * @param latent whether one vector stands for key and value
 * @param scanned whether the state is Mamba 2's
 * @param uneven whether values are narrower than keys
 */
record LayerSet(
    int layers,
    double tokenBytes,
    long stateBytes,
    long window,
    boolean chunked,
    boolean latent,
    boolean scanned,
    boolean uneven) {

  static LayerSet ofTokens(
      int layers, double tokenBytes, long window, boolean chunked, boolean uneven) {
    return new LayerSet(layers, tokenBytes, 0, window, chunked, false, false, uneven);
  }

  static LayerSet ofLatent(int layers, double tokenBytes) {
    return new LayerSet(layers, tokenBytes, 0, 0, false, true, false, false);
  }

  static LayerSet ofState(int layers, long stateBytes, boolean scanned) {
    return new LayerSet(layers, 0, stateBytes, 0, false, false, scanned, false);
  }

  boolean isState() {
    return stateBytes > 0;
  }

  /** Whether both take slots for the same tokens, so that one group can hold them. */
  boolean isUniformWith(LayerSet other) {
    return isState() == other.isState()
        && stateBytes == other.stateBytes
        && window == other.window
        && chunked == other.chunked;
  }
}
