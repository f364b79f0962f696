// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Parameters;
import java.util.Optional;

/**
 * A model as it is loaded.
 *
 * @param anatomy what its configuration says; empty when there is none that can be read
 * @param parameters in all, as declared; zero when not known
 * @param exact whether the declared number was counted in files, not read from a name
 * @param storage of its weights
 */
public record Loaded(Optional<Anatomy> anatomy, long parameters, boolean exact, Storage storage) {
  /**
   * The anatomy with its parameters counted; a number that was counted in files goes before, one
   * from a name only stands in.
   */
  public Optional<Anatomy> sized() {
    if (anatomy.isEmpty()) {
      return Optional.empty();
    }
    Anatomy known = anatomy.get();
    long counted = known.parameters().total();
    if (parameters > 0 && (exact || counted == 0)) {
      return Optional.of(known.withParameters(withTables(known)));
    }
    return anatomy;
  }

  public boolean isSized() {
    return parameters > 0 || anatomy.map(a -> a.parameters().total() > 0).orElse(false);
  }

  /** Vocabulary tables keep their type when the rest is quantised, so they are told apart. */
  private Parameters withTables(Anatomy known) {
    if (known.parameters().total() > 0) {
      return known.parameters().withTotal(parameters);
    }
    return Parameters.declared(
        parameters, (long) known.vocabulary() * known.hidden(), known.sparse());
  }
}
