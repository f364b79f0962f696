// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.Optional;

/** Which table decides which request; all of them of the same policy. */
public interface Tables {
  OfflineTable of(RequestFacts facts);

  /** What a reader of the result must know about it. */
  Optional<String> note();

  /** The same for all. */
  static Tables all(OfflineTable table) {
    return new Tables() {
      @Override
      public OfflineTable of(RequestFacts facts) {
        return table;
      }

      @Override
      public Optional<String> note() {
        return Optional.empty();
      }
    };
  }
}
