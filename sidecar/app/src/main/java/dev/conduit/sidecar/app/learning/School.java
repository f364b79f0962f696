// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import dev.conduit.contract.Classifier;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ShippedModel;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.TextReading;
import dev.conduit.sidecar.learning.Evidence;
import dev.conduit.sidecar.learning.Features;
import dev.conduit.sidecar.learning.Learner;
import dev.conduit.sidecar.learning.Lesson;
import dev.conduit.sidecar.learning.Outcome;
import dev.conduit.sidecar.learning.Settings;
import dev.conduit.sidecar.learning.Source;
import dev.conduit.sidecar.learning.Standing;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The loop from outcomes to models. Requests are remembered on the event loop; everything else
 * happens on one thread of its own, so that learning never holds up an answer.
 */
public final class School {
  private static final Logger LOG = Logger.getLogger(School.class);
  private static final ThreadLocal<TextReading> READINGS =
      ThreadLocal.withInitial(TextReading::new);
  private static final int CLOSE_SECONDS = 2;

  /** Outcomes that wait while a model is fitted, with their features: a few MB. */
  static final int MOST_WAITING = 1_000;

  private final OutcomeStore store;
  private final LongSupplier nanoTime;
  private final Reports reports;
  private final Recent recent = new Recent();
  private final AtomicBoolean isStopping = new AtomicBoolean();
  private final Map<String, Long> learnedAt = new HashMap<>();
  private final Map<String, String> pinned = new ConcurrentHashMap<>();
  private final AtomicReference<Runnable> onRevision = new AtomicReference<>(() -> {});
  private final LinearModel shipped = ShippedModel.load();
  private final Learner learner = new Learner(Settings.shipped(), shipped);
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          task ->
              Thread.ofPlatform()
                  .name("learning")
                  .daemon()
                  .uncaughtExceptionHandler(
                      (_, e) -> LOG.error("an outcome was not taken, learning goes on", e))
                  .unstarted(task));

  /** Hears what happens, for metrics. Called on the learning thread. */
  public interface Reports {
    /** An outcome was stored; {@code agrees} says whether the tier that answered was right. */
    void outcome(Source source, boolean agrees);

    /** A lesson ended: {@code better}, {@code kept} or {@code too_early}. */
    void lesson(String result);
  }

  /** What became of an opinion. */
  public enum Heard {
    TAKEN,
    /** No request of that id is remembered. */
    UNKNOWN,
    /** Too many wait, or no more is learned. */
    FULL
  }

  /** Opens the store. */
  public School(Place place, LongSupplier nanoTime, Reports reports) {
    this.store = OutcomeStore.open(place);
    this.nanoTime = nanoTime;
    this.reports = reports;
  }

  /** To be called whenever a new model is there. */
  public void onRevision(Runnable call) {
    onRevision.set(call);
  }

  /**
   * Remembers a request for an hour, by features only. That a turn is answered again says that the
   * answer before was not liked.
   *
   * @param turn of a conversation, by its hash; 0 where the same prompt may come from anybody
   * @return it, for what is found out about this very request
   */
  public Remembered served(String id, String policy, UserText text, boolean isHeavy, long turn) {
    Features features = Features.of(READINGS.get().read(text));
    long now = nanoTime.getAsLong();
    recent
        .before(turn, now)
        .ifPresent(one -> isQueued(() -> note(one, new Opinion.Score(id, 0), Source.REGENERATED)));
    Recent.Served served =
        new Recent.Served(policy, features, isHeavy, turn, now, new Recent.Told());
    recent.add(id, served);
    return new Remembered(served);
  }

  /**
   * Takes an opinion about a remembered request. A user who says something else later has changed
   * his mind: the latest counts.
   */
  public Heard say(String requestId, Opinion opinion, Source source) {
    Optional<Recent.Served> served = recent.find(requestId, nanoTime.getAsLong());
    return served
        .map(one -> isQueued(() -> note(one, opinion, source)) ? Heard.TAKEN : Heard.FULL)
        .orElse(Heard.UNKNOWN);
  }

  private boolean isQueued(Runnable note) {
    try {
      thread.execute(note);
      return true;
    } catch (RejectedExecutionException e) {
      return false; // Too many wait, or it has stopped: the outcome is lost.
    }
  }

  /**
   * Takes what a comparison of both tiers' answers to a request gave; false when that was longer
   * ago than requests are remembered, too many outcomes wait, or no more is learned.
   *
   * @param isHeavyBetter whether it took the heavier tier
   */
  public boolean compared(
      Remembered request, Evidence evidence, boolean isHeavyBetter, Source source) {
    Recent.Served one = request.served();
    return Recent.isRecent(one, nanoTime.getAsLong())
        && !isStopping.get()
        && isQueued(() -> note(one, evidence, source, one.isHeavy() == isHeavyBetter));
  }

  private void note(Recent.Served served, Opinion opinion, Source source) {
    switch (opinion) {
      case Opinion.Score(_, double score) -> {
        Evidence evidence =
            served.isHeavy() ? new Evidence.Heavy(score) : new Evidence.Light(score);
        note(served, evidence, source, score >= 0.5);
      }
      case Opinion.Better(_, boolean isHeavy) ->
          note(served, new Evidence.Better(isHeavy), source, isHeavy == served.isHeavy());
      case Opinion.Malformed _ -> throw new IllegalArgumentException("not an opinion");
    }
  }

  private void note(Recent.Served served, Evidence evidence, Source source, boolean agrees) {
    String policy = served.policy();
    if (source == Source.FEEDBACK) {
      tell(served, evidence, agrees);
    } else {
      keep(new Outcome(store.next(policy), served.features(), evidence, source), policy, agrees);
    }
    long next = store.next(policy);
    long since = next - learnedAt.computeIfAbsent(policy, this::learnedBefore);
    if (!isStopping.get() && Learner.isDue(store.count(policy), (int) since)) {
      learnedAt.put(policy, next);
      learn(policy);
    }
  }

  /** By an earlier process: a start of its own is no reason to learn again. */
  private long learnedBefore(String policy) {
    return store.newest(policy).map(Standing::knownTo).orElse(0L);
  }

  private void tell(Recent.Served served, Evidence evidence, boolean agrees) {
    String policy = served.policy();
    Optional<Outcome> before = served.told().outcome();
    if (before.filter(one -> one.evidence().equals(evidence)).isPresent()) {
      return;
    }
    long number =
        before
            .map(Outcome::number)
            .filter(one -> store.has(policy, one))
            .orElseGet(() -> store.next(policy));
    Outcome outcome = new Outcome(number, served.features(), evidence, Source.FEEDBACK);
    keep(outcome, policy, agrees);
    served.told().is(outcome);
  }

  private void keep(Outcome outcome, String policy, boolean agrees) {
    store.add(policy, outcome);
    reports.outcome(outcome.source(), agrees);
  }

  private void learn(String policy) {
    Standing standing = store.newest(policy).orElseGet(() -> Standing.of(shipped));
    String revision = String.format(Locale.ROOT, "learned-%08d", store.next(policy));
    switch (learner.learn(store.outcomes(policy), standing, revision)) {
      case Lesson.TooEarly(String why) -> {
        LOG.infof("nothing learned: policy=%s reason=%s", policy, why);
        reports.lesson("too_early");
      }
      case Lesson.Kept(var comparison) -> {
        LOG.infof(
            "model stays: policy=%s revision=%s comparison=%s",
            policy, standing.model().revision(), comparison.words());
        reports.lesson("kept");
      }
      case Lesson.Better(Standing better, var comparison) -> {
        store.learned(policy, better, comparison.words(), pinned.getOrDefault(policy, ""));
        LOG.infof(
            "model learned: policy=%s revision=%s before=%s comparison=%s",
            policy, revision, standing.model().revision(), comparison.words());
        reports.lesson("better");
        onRevision.get().run();
      }
    }
  }

  /** The model to judge by; read from the store each time, some milliseconds of work. */
  public LinearModel model(String policy, Classifier classifier) {
    String wanted = classifier.pinnedRevision().orElse("");
    pinned.put(policy, wanted);
    if (wanted.equals(shipped.revision())) {
      return shipped;
    }
    if (wanted.isEmpty()) {
      return store.newest(policy).map(Standing::model).orElse(shipped);
    }
    Optional<LinearModel> model = store.model(policy, wanted);
    if (model.isEmpty()) {
      LOG.warnf(
          "pinned revision is not here, the shipped model is used: policy=%s revision=%s known=%s",
          policy, wanted, revisions(policy).keySet());
    }
    return model.orElse(shipped);
  }

  /** Of a policy, in order of making, each with what was said of it; the shipped one first. */
  public Map<String, String> revisions(String policy) {
    Map<String, String> all = new java.util.LinkedHashMap<>();
    all.put(shipped.revision(), "came with the program");
    all.putAll(store.reports(policy));
    return all;
  }

  /** How many outcomes of a policy are kept. */
  public int outcomes(String policy) {
    return store.count(policy);
  }

  /**
   * Begins no more lessons, and waits a moment for what is to be stored. The thread is not
   * interrupted: a file that is being written to would be closed under it.
   */
  public void stop() throws InterruptedException {
    isStopping.set(true);
    thread.shutdown();
    if (thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      store.close();
    }
  }
}
