// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

/**
 * A share of requests, told by their ids: the same id is always in it or never, and what is in a
 * smaller share is in a larger one too. FNV-1a over the id, then the finaliser of MurmurHash3,
 * without which ids that differ in their last letters fall close together.
 */
public final class Sample {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Sample() {}

  /**
   * Whether the request is one of them.
   *
   * @param share in [0,1]
   */
  public static boolean takes(String id, double share) {
    return place(id) < share;
  }

  /** Where the id falls in [0,1). */
  static double place(String id) {
    long hash = BASIS;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
  }
}
