// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Stickiness;
import dev.conduit.contract.Target;
import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.operator.app.replay.ReplayResult.Problem;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.route.Circumstances;
import dev.conduit.sidecar.core.route.ConversationKeys;
import dev.conduit.sidecar.core.route.Decision;
import dev.conduit.sidecar.core.route.Recollection;
import dev.conduit.sidecar.core.route.Stay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a file: each request is decided as a data plane would have that met them one after
 * the other, each answer being there before the next request. Needs memory for one line and for
 * sums, not for the file. Used once, by one thread.
 */
public final class Replay {
  /** Bad lines that are told one by one; the others are counted. */
  private static final int TOLD = 20;

  /** Odd, and spread over all bits: line numbers times it are as good as chance. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final RoutingSnapshot snapshot;
  private final Tables tables;
  private final ReplaySettings settings;
  private final Tally tally;
  private final Judging judging;
  private final Recollection known = new Recollection();
  private final List<Problem> problems = new ArrayList<>();
  private long requests;
  private long bad;

  /**
   * @param snapshot the policy
   * @param tables of the same policy
   */
  public Replay(RoutingSnapshot snapshot, Tables tables, ReplaySettings settings) {
    this.snapshot = snapshot;
    this.tables = tables;
    this.settings = settings;
    this.tally = new Tally(snapshot, settings.tariff(), settings.answerTokens());
    this.judging = new Judging(snapshot.tiers());
  }

  /** Reads all of it. */
  public ReplayResult run(Path file, FileForm form) throws IOException {
    LineReader reader = new LineReader(form);
    try (Lines lines = Lines.of(file)) {
      Optional<Lines.Line> line = lines.next();
      while (line.isPresent()) {
        take(line.get(), reader);
        line = lines.next();
      }
    }
    Path name = file.getFileName();
    ReplayResult result =
        tally.result(
            snapshot.policy() + " " + snapshot.revision(),
            new ReplayResult.Source(
                form, name == null ? file.toString() : name.toString(), requests, bad, problems));
    return judging
        .verdict()
        .map(verdict -> result.judged(verdict, Notes.of(snapshot, tables, verdict)))
        .orElseGet(() -> result.noted(Notes.of(snapshot, tables)));
  }

  private void take(Lines.Line line, LineReader reader) {
    if (line.isTooLong()) {
      bad(line, "longer than " + (Lines.LONGEST >> 20) + " MiB");
      return;
    }
    switch (reader.read(line.bytes())) {
      case Recorded.Reading.Bad(String problem) -> bad(line, problem);
      case Recorded.Reading.Read(Recorded request) -> take(line, request);
    }
  }

  private void take(Lines.Line line, Recorded request) {
    switch (facts(request.body())) {
      case FactsReader.Reading.Rejected(Failure.BadRequest failure) ->
          bad(line, "the request: " + failure.message());
      case FactsReader.Reading.Read(RequestFacts facts) -> {
        requests++;
        decide(line.number(), request, facts);
      }
    }
  }

  private void bad(Lines.Line line, String words) {
    bad++;
    if (problems.size() < TOLD) {
      problems.add(new Problem(line.number(), words));
    }
  }

  /** With the model that was asked for, or with the one that the settings put in its place. */
  private FactsReader.Reading facts(byte[] body) {
    FactsReader.Reading reading = FactsReader.read(body, 0, body.length, Api.CHAT);
    if (settings.model().isEmpty()
        || !(reading instanceof FactsReader.Reading.Read(RequestFacts facts))) {
      return reading;
    }
    byte[] other = Renamed.of(body, facts.modelSpan(), settings.model().get());
    return FactsReader.read(other, 0, other.length, Api.CHAT);
  }

  private void decide(long line, Recorded request, RequestFacts facts) {
    long millis = request.at().orElse(settings.at()).toEpochMilli();
    Stickiness stickiness = snapshot.stickiness().orElse(Stickiness.DEFAULT);
    Optional<String> session =
        Optional.ofNullable(request.headers().get(stickiness.sessionHeader()));
    ConversationKeys keys =
        ConversationKeys.of(
            facts,
            new ConversationKeys.Wishes(
                Optional.ofNullable(request.headers().get(OfflineTable.TIER)), session));
    Circumstances now =
        new Circumstances(
            millis,
            request.app().isEmpty() ? settings.app() : request.app(),
            known.turn(keys, session.isPresent(), millis),
            known.isRepeat(keys, stickiness.ttl(), millis),
            known.conversation(keys, millis));
    OfflineTable table = tables.of(facts);
    switch (table.decide(facts, request.headers(), (line * SPREAD) >>> 1, now)) {
      case Decision.Routed decision -> {
        Target target = decision.candidates().getFirst();
        known.remember(keys, new Stay(target.id(), target.tier()), stickiness.ttl(), millis);
        count(decision, request, facts, table);
      }
      case Decision.Refused refusal -> {
        tally.refused(refusal, line);
        request.outcome().ifPresent(_ -> judging.addRefused());
      }
    }
  }

  private void count(
      Decision.Routed decision, Recorded request, RequestFacts facts, OfflineTable table) {
    Tariff.Bill bill = tally.bill(request, facts.promptTokens().value(), facts.maxTokens().value());
    double cost = tally.routed(decision, bill, request.usage().isPresent());
    request
        .outcome()
        .map(known -> new Judging.Judged(facts, table.classifier().classify(facts).score(), known))
        .ifPresent(known -> judging.add(decision, known, cost, tally.ends(bill)));
  }
}
