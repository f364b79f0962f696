// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/**
 * What a text teaches.
 *
 * @param gain of the strong model over the weak one, in [-1,1]
 * @param weight beside a paired answer, which weighs 1; above 0
 */
record Label(double gain, double weight) {
  /** How far the strong model helps, in [0,1]: what a probability is held against. */
  double help() {
    return Math.max(0, gain);
  }
}
