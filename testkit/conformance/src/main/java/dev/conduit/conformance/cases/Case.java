// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.wire.Ask;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request and what of its recorded answer must be the same.
 *
 * @param name of the case
 * @param recording whose answer it is compared with, without {@code .http}
 * @param ask the request, for a given server
 * @param check what is compared
 * @param directOnly why a sidecar is not asked this; empty when it is
 */
public record Case(
    String name,
    String recording,
    Function<Subject, Ask> ask,
    Check check,
    Optional<String> directOnly) {

  public Case {
    Objects.requireNonNull(check, "check");
  }

  /** A case that every server is asked. */
  static Case of(String recording, Function<Subject, Ask> ask, Check check) {
    return new Case(recording, recording, ask, check, Optional.empty());
  }

  /** A case with a name of its own, where one recording serves several. */
  Case named(String other) {
    return new Case(other, recording, ask, check, directOnly);
  }

  /** The same, not asked through a sidecar, with the reason. */
  Case directOnly(String reason) {
    return new Case(name, recording, ask, check, Optional.of(reason));
  }
}
