// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.operator.core.finding.Reason;

/**
 * Something that an engine cannot do for a block.
 *
 * @param field below the resource, such as {@code spec.models[0].adapters}
 * @param message what is wrong and the way out
 */
public record Objection(Reason reason, String field, String message) {
  static Objection unsupported(String field, String message) {
    return new Objection(Reason.UNSUPPORTED_BY_ENGINE, field, message);
  }
}
