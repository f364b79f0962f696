// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.wire.Ask;
import java.util.Objects;
import java.util.function.Function;

/**
 * A request and what of its recorded answer must be the same.
 *
 * @param name of the case
 * @param recording whose answer it is compared with, without {@code .http}
 * @param ask the request, for a given server
 * @param check what is compared
 * @param through what a sidecar makes of it
 */
public record Case(
    String name, String recording, Function<Subject, Ask> ask, Check check, Through through) {

  public Case {
    Objects.requireNonNull(check, "check");
  }

  /** A case that every server is asked. */
  static Case of(String recording, Function<Subject, Ask> ask, Check check) {
    return new Case(recording, recording, ask, check, new Through.Forwarded());
  }

  /** A case with a name of its own, where one recording serves several. */
  Case named(String other) {
    return new Case(other, recording, ask, check, through);
  }

  /** The same; a sidecar answers it itself, and this is checked instead. */
  Case answeredBySidecar(Check own) {
    return new Case(name, recording, ask, check, new Through.Own(own));
  }

  /** The same, not asked through a sidecar, with the reason. */
  Case directOnly(String reason) {
    return new Case(name, recording, ask, check, new Through.NotOffered(reason));
  }

  /** What a sidecar does with a case's request. */
  public sealed interface Through {

    /** Forwards it: the engine's answer comes back unchanged, with headers added. */
    record Forwarded() implements Through {}

    /** Answers it itself; the check is for that answer. */
    record Own(Check check) implements Through {}

    /** Does not offer it, for this reason. */
    record NotOffered(String reason) implements Through {}
  }
}
