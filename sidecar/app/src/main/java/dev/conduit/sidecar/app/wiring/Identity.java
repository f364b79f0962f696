// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import java.util.Optional;

/**
 * What a caller says about itself and its wishes, by headers.
 *
 * @param tier that it wants, as written
 * @param dataClass of what it sends
 * @param session that the request belongs to
 */
record Identity(Optional<String> tier, Optional<String> dataClass, Optional<String> session) {
  static final Identity NONE = new Identity(Optional.empty(), Optional.empty(), Optional.empty());
}
