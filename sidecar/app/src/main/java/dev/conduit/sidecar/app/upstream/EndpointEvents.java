// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

/** Hears when this data plane itself takes an endpoint out, and when it puts it back. */
public interface EndpointEvents {
  /** It gets no requests from now on; {@code cause} is one word. */
  void wentOut(String endpoint, String cause);

  /** It passed its checks again. */
  void cameBack(String endpoint);
}
