// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.finding;

import dev.conduit.api.v1alpha1.block.Shortfall;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that a user should be told about a resource.
 *
 * <p>Messages say what failed, on which object, and what the user can do; lower case, no stack
 * trace.
 */
public sealed interface Finding {
  Reason reason();

  Severity severity();

  /** The resource that is spoken of. */
  ObjectRef object();

  /** For people; names field, value and way out. */
  String message();

  /** The object, or a part of it, is not served because of what it says. */
  record Refused(ObjectRef object, Reason reason, String field, String message) implements Finding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }
  }

  /**
   * A replica has no place.
   *
   * @param counted how many replicas have a place, in words
   * @param closest what is missing where least is missing, in words
   * @param shortfalls per node what is free and what is missing
   * @param remedies single changes of which each would make it fit, cheapest first
   */
  record DoesNotFit(
      ObjectRef object,
      Reason reason,
      String counted,
      String closest,
      List<Shortfall> shortfalls,
      List<Remedy> remedies)
      implements Finding {
    public DoesNotFit {
      shortfalls = List.copyOf(shortfalls);
      remedies = List.copyOf(remedies);
    }

    /** The same of another object, that is just like this one. */
    public DoesNotFit about(ObjectRef other) {
      return new DoesNotFit(other, reason, counted, closest, shortfalls, remedies);
    }

    @Override
    public String message() {
      String why = counted + "; " + closest;
      return remedies.isEmpty()
          ? why
          : why
              + "; would fit: "
              + remedies.stream().map(Remedy::words).collect(Collectors.joining(", or "));
    }

    /** The cheapest of the remedies in words. */
    public Optional<String> suggestion() {
      return remedies.stream().findFirst().map(Remedy::words);
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }
  }

  /** A field is accepted and has no effect in this version. */
  record NotEnforced(ObjectRef object, String field, String message) implements Finding {
    @Override
    public Reason reason() {
      return Reason.NOT_ENFORCED;
    }

    @Override
    public Severity severity() {
      return Severity.WARNING;
    }
  }

  /** All is served; this is worth knowing. */
  record Noted(ObjectRef object, Reason reason, Severity severity, String message)
      implements Finding {}
}
