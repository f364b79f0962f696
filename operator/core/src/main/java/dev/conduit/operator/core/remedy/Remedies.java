// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.remedy;

import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.placement.NewNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds single changes by which a block would fit.
 *
 * <p>Idea: of each kind of edit the least is looked for, by the estimator and the ledger, and then
 * proven: the change is carried out and everything is planned anew until nothing moves. So a remedy
 * holds for all replicas of the block, and takes no other block's place. Last, whatever else helps,
 * come the fewest further machines, so that nobody gives quality away who only needs to buy a GPU.
 */
public final class Remedies {
  private static final int MOST_EDITS = 3;

  /** Of one kind that look good and cannot be proven. */
  private static final int MOST_ATTEMPTS = 2;

  private final Predicate<Change> fits;
  private final Predicate<Change> proven;

  /**
   * @param fits whether a replica would find room with a change; asked often
   * @param proven whether all replicas would, and no other block would lose; asked seldom
   */
  public Remedies(Predicate<Change> fits, Predicate<Change> proven) {
    this.fits = fits;
    this.proven = proven;
  }

  /** Cheapest first; empty when no single change helps. */
  public List<Remedy> of(Patient patient) {
    List<Remedy> remedies = new ArrayList<>();
    new Edits(patient)
        .kinds(fits)
        .flatMap(kind -> first(kind.filter(fits)).stream())
        .limit(MOST_EDITS)
        .forEach(remedies::add);
    first(
            NewNodes.of(patient.workload(), patient.hardware(), patient.missing()).stream()
                .map(nodes -> new Change(nodes, patient.spec())))
        .ifPresent(remedies::add);
    return List.copyOf(remedies);
  }

  private Optional<Remedy> first(Stream<Change> kind) {
    return kind.limit(MOST_ATTEMPTS).filter(proven).findFirst().map(Change::remedy);
  }
}
