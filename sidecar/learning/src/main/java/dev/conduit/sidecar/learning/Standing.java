// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;

/**
 * The model in use, and which outcomes it knows.
 *
 * @param model in use
 * @param knownTo number of the first outcome that it was made without; 0 if it knows none
 */
public record Standing(LinearModel model, long knownTo) {
  /** A model that knows none of the outcomes. */
  public static Standing of(LinearModel model) {
    return new Standing(model, 0);
  }
}
