// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import java.util.List;

/** Whether a classifier of somebody else's is to be asked about a request. */
public sealed interface Consultation {
  /** The policy has none, or something that comes before it decides. */
  record NotNeeded() implements Consultation {}

  /** The request is of classes of data that must not go there. */
  record Withheld(List<String> dataClasses) implements Consultation {
    public Withheld {
      dataClasses = List.copyOf(dataClasses);
    }
  }

  /** It is to be asked this. */
  record Wanted(Question question) implements Consultation {}
}
