// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import dev.conduit.conformance.cases.Case;
import dev.conduit.conformance.cases.Cases;
import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Exchange;
import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.check.Subject.Via;
import dev.conduit.conformance.wire.Answer;
import dev.conduit.conformance.wire.Ask;
import dev.conduit.conformance.wire.Client;
import dev.conduit.conformance.wire.Recordings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Asks a live server every case and compares its answers with the recorded ones.
 *
 * <p>Cases that the server truthfully does not support are declared with a reason. A declared case
 * is asked all the same: one that passes is a failure of its declaration, so that none outlives its
 * cause.
 *
 * @param base scheme, host and port
 * @param unsupported reasons by name of case
 */
public record Suite(URI base, Subject subject, Map<String, String> unsupported) {

  public Suite {
    Objects.requireNonNull(base, "base");
    unsupported = Map.copyOf(unsupported);
    TreeSet<String> unknown = new TreeSet<>(unsupported.keySet());
    Cases.all().forEach(one -> unknown.remove(one.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unsupported names no case: %s; cases are %s"
              .formatted(unknown, Cases.all().stream().map(Case::name).toList()));
    }
  }

  /** Asks all cases in order; one outcome each. */
  public List<Outcome> run() throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    try (Client client = new Client(base)) {
      for (Case one : Cases.all()) {
        outcomes.add(run(client, one));
      }
    }
    return outcomes;
  }

  private Outcome run(Client client, Case one) throws InterruptedException {
    if (subject.via() == Via.DIRECT) {
      return ask(client, one, one.check());
    }
    return switch (one.through()) {
      case Case.Through.Forwarded() -> ask(client, one, one.check().and(new SidecarHeaders()));
      case Case.Through.Own(Check check) -> ask(client, one, check);
      case Case.Through.NotOffered(String reason) -> new Outcome.Skipped(one.name(), reason);
    };
  }

  private Outcome ask(Client client, Case one, Check check) throws InterruptedException {
    List<String> differences = differences(client, one, check);
    String reason = unsupported.get(one.name());
    if (reason == null) {
      return differences.isEmpty()
          ? new Outcome.Passed(one.name())
          : new Outcome.Failed(one.name(), differences);
    }
    return differences.isEmpty()
        ? new Outcome.Failed(
            one.name(), List.of("declared unsupported (" + reason + "), yet passes"))
        : new Outcome.Unsupported(one.name(), reason);
  }

  private List<String> differences(Client client, Case one, Check check)
      throws InterruptedException {
    Ask ask = one.ask().apply(subject);
    Answer recorded = Recordings.VLLM.load(one.recording());
    try {
      Answer answer = client.send(one.name(), ask);
      return check.differences(new Exchange(subject, ask, recorded, answer));
    } catch (IOException e) {
      return List.of("no whole answer from %s%s: %s".formatted(base, ask.path(), e));
    }
  }
}
