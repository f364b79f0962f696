// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Classifier;
import dev.conduit.sidecar.core.classify.Advice;
import java.util.Optional;

/**
 * One request before a table that may need advice: what was found out is kept between the question
 * and the decision. One thread at a time. Source: decision 0021.
 */
public final class Deliberation {
  private final RouteTable table;
  private final Inquiry about;
  private final Constraint constraint;

  Deliberation(RouteTable table, Ask ask) {
    this(table, new Inquiry(ask, table.senses()));
  }

  private Deliberation(RouteTable table, Inquiry about) {
    this(table, about, table.constraint(about));
  }

  Deliberation(RouteTable table, Inquiry about, Constraint constraint) {
    this.table = table;
    this.about = about;
    this.constraint = constraint;
  }

  /** Whether the policy's own classifier is to be asked, and what. */
  public Consultation consultation() {
    Optional<Classifier.Remote> remote = table.snapshot().classifier().remote();
    if (remote.isEmpty() || new Routing(table, about, constraint).settled().isPresent()) {
      return new Consultation.NotNeeded();
    }
    boolean isWithheld =
        remote.get().sendsPrompt()
            && !(constraint.isForAllTargets()
                && remote.get().dataClasses().containsAll(constraint.dataClasses()));
    return isWithheld
        ? new Consultation.Withheld(constraint.dataClasses())
        : new Consultation.Wanted(
            Question.of(about, table.snapshot(), constraint.dataClasses(), remote.get()));
  }

  /**
   * The steps of the policy's cascade for this request; empty where it is to go straight to where
   * it was decided: somebody else than the classifier decided, a model has called tools, or there
   * is no lighter tier.
   */
  public Optional<Steps> steps(Advice advice) {
    return table
        .snapshot()
        .cascade()
        .flatMap(cascade -> new Routing(table, about, constraint, advice).steps(cascade));
  }

  /** Where the request may go, and what our own classifier said, if it had to. */
  public RouteTable.Decided decided(Advice advice) {
    return new Routing(table, about, constraint, advice).decided();
  }
}
