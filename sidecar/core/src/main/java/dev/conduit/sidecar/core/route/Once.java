// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A value that is worked out when it is first asked for. Confined to one call. */
final class Once<T> {
  private final Supplier<T> source;

  /** Empty, or the value. */
  private final List<T> value = new ArrayList<>(0);

  Once(Supplier<T> source) {
    this.source = source;
  }

  T get() {
    if (value.isEmpty()) {
      value.add(source.get());
    }
    return value.getFirst();
  }
}
