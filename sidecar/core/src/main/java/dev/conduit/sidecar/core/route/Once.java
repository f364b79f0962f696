// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is worked out when it is first asked for, small. Confined to one call. */
final class Once<T> {
  private final AtomicReference<@Nullable T> value = new AtomicReference<>();

  /** Empty while nobody asked. */
  Optional<T> known() {
    return Optional.ofNullable(value.getPlain());
  }

  /** From the source the first time; always the same source. */
  T get(Supplier<T> source) {
    T known = value.getPlain();
    if (known != null) {
      return known;
    }
    T made = source.get();
    value.setPlain(made);
    return made;
  }
}
