// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.app.learning.Opinion;
import dev.conduit.sidecar.app.learning.Place;
import dev.conduit.sidecar.app.learning.Remembered;
import dev.conduit.sidecar.app.learning.School;
import dev.conduit.sidecar.app.telemetry.Meters;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.pair.Judgement;
import dev.conduit.sidecar.learning.Evidence;
import dev.conduit.sidecar.learning.Source;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Learning as the data plane sees it: nothing is opened before the first policy that learns, and a
 * policy that does not is not touched. Any thread.
 */
final class Lessons {
  private static final long BETWEEN_CASCADES = TimeUnit.SECONDS.toNanos(1);

  private final Meters meters;
  private final LongSupplier nanoTime;
  private final AtomicLong taughtAt;
  private volatile Home home = new Home(new Place(Optional.empty(), 2048), () -> {});
  private volatile @Nullable School school;

  private record Home(Place place, Runnable onRevision) {}

  Lessons(Meters meters, LongSupplier nanoTime) {
    this.meters = meters;
    this.nanoTime = nanoTime;
    this.taughtAt = new AtomicLong(nanoTime.getAsLong() - BETWEEN_CASCADES);
  }

  /**
   * Says where to keep what is learned; before the first policy.
   *
   * @param onRevision called when there is a new model
   */
  void into(Place place, Runnable onRevision) {
    home = new Home(place, onRevision);
  }

  /** For a policy that learns. */
  Optional<School> of(RoutingSnapshot snapshot) {
    return snapshot.classifier().learns() ? Optional.of(open()) : Optional.empty();
  }

  private School open() {
    School known = school;
    return known != null ? known : opened();
  }

  private synchronized School opened() {
    School known = school;
    if (known == null) {
      Home at = home;
      known = new School(at.place(), nanoTime, new Counted(meters));
      known.onRevision(at.onRevision());
      school = known;
    }
    return known;
  }

  private record Counted(Meters meters) implements School.Reports {
    @Override
    public void outcome(Source source, boolean agrees) {
      meters.classifier().outcome(source, agrees);
    }

    @Override
    public void lesson(String result) {
      meters.classifier().lesson(result);
    }
  }

  /** An answer began. */
  void served(Exchange x, Target by) {
    RoutingSnapshot snapshot = x.current.snapshot();
    boolean isText = x.api() == Api.CHAT || x.api() == Api.COMPLETIONS;
    if (isText && snapshot.classifier().learns()) {
      boolean isHeavy = by.tier().equals(snapshot.tiers().getLast());
      x.remembered =
          open()
              .served(x.id(), snapshot.policy().toString(), x.facts().userText(), isHeavy, turn(x));
      Opinion found = x.lesson;
      if (found != null && isTime()) {
        open().say(x.id(), found, Source.CASCADE);
      }
    }
  }

  /** Cascades find out more than is worth knowing, and would push out what users say. */
  private boolean isTime() {
    long now = nanoTime.getAsLong();
    long last = taughtAt.get();
    return now - last >= BETWEEN_CASCADES && taughtAt.compareAndSet(last, now);
  }

  /**
   * Of a conversation that is known for one: a first question without a session may be asked by
   * many, and a tool loop's turn comes again with each call.
   */
  private static long turn(Exchange x) {
    boolean isKnown = x.identity.session().isPresent() || x.keys.before() != 0;
    return isKnown && !x.facts().turn().inToolLoop() && !x.facts().hasTools() ? x.keys.turn() : 0;
  }

  /** The user broke a stream off. */
  void aborted(Exchange x) {
    of(x.current.snapshot())
        .ifPresent(s -> s.say(x.id(), new Opinion.Score(x.id(), 0), Source.ABORTED));
  }

  /** What became of two answers; false when the request is forgotten. */
  boolean compared(Exchange x, Judgement judgement) {
    RoutingSnapshot snapshot = x.current.snapshot();
    Optional<Remembered> request = Optional.ofNullable(x.remembered);
    Evidence evidence =
        switch (judgement) {
          case Judgement.Scored(double light, double heavy) -> new Evidence.Pair(light, heavy);
          case Judgement.Compared(double gain) -> new Evidence.Gain(gain);
          case Judgement.None _ -> throw new IllegalArgumentException("nothing was found out");
        };
    Source source =
        switch (snapshot.classifier().pairs().orElseThrow().judge()) {
          case Pairs.Judge.Exact _ -> Source.PAIR_EXACT;
          case Pairs.Judge.Schema _ -> Source.PAIR_SCHEMA;
          case Pairs.Judge.Hook _ -> Source.PAIR;
          case Pairs.Judge.Model _ -> Source.PAIR_MODEL;
        };
    return of(snapshot)
        .flatMap(s -> request.map(one -> s.compared(one, evidence, judgement.gain() > 0, source)))
        .orElse(false);
  }

  /** What is wrong with it; nothing when it was taken. */
  Optional<Failure> feedback(RoutingSnapshot snapshot, byte[] body) {
    Optional<School> learner = of(snapshot);
    if (learner.isEmpty()) {
      return Optional.of(
          new Failure.BadRequest(
              "learning_off",
              "the policy "
                  + snapshot.policy()
                  + " does not learn; set spec.classifier.learned to true",
              ""));
    }
    Opinion opinion = Opinion.read(body, snapshot.tiers().stream().map(Tier::name).toList());
    return switch (opinion) {
      case Opinion.Malformed(Failure.BadRequest failure) -> Optional.of(failure);
      case Opinion.Score(String id, double _) -> say(learner.get(), id, opinion);
      case Opinion.Better(String id, boolean _) -> say(learner.get(), id, opinion);
    };
  }

  private static Optional<Failure> say(School learner, String id, Opinion opinion) {
    return switch (learner.say(id, opinion, Source.FEEDBACK)) {
      case TAKEN -> Optional.empty();
      case UNKNOWN -> Optional.of(new Failure.UnknownRequest(id));
      case FULL -> Optional.of(new Failure.LearningFull());
    };
  }

  /** The answer to {@code GET /conduit/classifier}. */
  String json(RoutingSnapshot snapshot) {
    String policy = snapshot.policy().toString();
    Optional<String> pinned = snapshot.classifier().pinnedRevision();
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.put("policy", policy).put("learned", snapshot.classifier().learns());
    of(snapshot)
        .ifPresent(
            s -> {
              json.put("revision", s.model(policy, snapshot.classifier()).revision());
              json.put("pinned", pinned.orElse(""));
              json.put("outcomes", s.outcomes(policy));
              ArrayNode all = json.putArray("revisions");
              s.revisions(policy)
                  .forEach(
                      (name, words) -> all.addObject().put("revision", name).put("report", words));
            });
    return json.toString();
  }

  /** Waits a moment for a lesson that runs. */
  void stop() throws InterruptedException {
    School known = school;
    if (known != null) {
      known.stop();
    }
  }
}
