// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ModelCodec;
import dev.conduit.sidecar.core.signal.TextReading;
import dev.conduit.sidecar.learning.Outcome;
import dev.conduit.sidecar.learning.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

/**
 * Outcomes and learned models of each policy: hashed features, counts and weights, no prompt.
 *
 * <p>One file, {@code outcomes.mv}, or memory where no folder is given or it cannot be written; one
 * that is damaged is put aside. What a call has stored is in the operating system's hands when it
 * returns, so a killed process loses nothing. Bounded: the oldest outcomes and models go first. One
 * thread writes, any reads.
 */
final class OutcomeStore implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OutcomeStore.class);
  private static final int MOST_MODELS = 10;
  private static final int CACHE_MEGABYTES = 1;

  private final int most;

  /** By policy: what goes on in memory goes on counting. */
  private final Map<String, Long> reached = new ConcurrentHashMap<>();

  private volatile MVStore store;

  private OutcomeStore(MVStore store, int most) {
    this.store = store;
    this.most = most;
  }

  /** The folder is made if it is not there. */
  static OutcomeStore open(Place place) {
    Optional<Path> folder = place.folder();
    int most = place.most();
    if (folder.isEmpty()) {
      LOG.info("outcomes are kept in memory and end with the process: CONDUIT_SIDECAR_DATA unset");
      return new OutcomeStore(new MVStore.Builder().open(), most);
    }
    try {
      Files.createDirectories(folder.get());
      return new OutcomeStore(opened(folder.get().resolve("outcomes.mv")), most);
    } catch (IOException | MVStoreException e) {
      LOG.warnf(
          "outcomes are kept in memory and end with the process, the folder cannot be used;"
              + " mount a volume that can be written: CONDUIT_SIDECAR_DATA=%s error=%s",
          folder.get(), e.getMessage());
      return new OutcomeStore(new MVStore.Builder().open(), most);
    }
  }

  /** A damaged file is put aside: nothing would ever be kept again beside it. */
  private static MVStore opened(Path file) throws IOException {
    MVStore.Builder builder =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MEGABYTES)
            .autoCommitDisabled();
    try {
      return builder.open();
    } catch (MVStoreException e) {
      if (e.getErrorCode() != DataUtils.ERROR_FILE_CORRUPT) {
        throw e;
      }
      Path aside = file.resolveSibling("outcomes.mv.damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warnf("the file of outcomes is damaged, learning begins anew: aside=%s", aside);
      return builder.open();
    }
  }

  /** The number that the next outcome gets; never one that was used. */
  long next(String policy) {
    Long last = outcomesOf(policy).lastKey();
    return Math.max(last == null ? 0 : last + 1, reached.getOrDefault(policy, 0L));
  }

  /** Whether the outcome of that number is still kept. */
  boolean has(String policy, long number) {
    return outcomesOf(policy).containsKey(number);
  }

  /** In place of the one of that number, if there is one. */
  void add(String policy, Outcome outcome) {
    MVMap<Long, byte[]> outcomes = outcomesOf(policy);
    outcomes.put(outcome.number(), OutcomeCodec.encode(outcome));
    reached.merge(policy, outcome.number() + 1, Math::max);
    while (outcomes.sizeAsLong() > most) {
      outcomes.remove(outcomes.firstKey());
    }
    store.commit();
  }

  int count(String policy) {
    return outcomesOf(policy).size();
  }

  /** In order of their numbers; without those that only another version can read. */
  List<Outcome> outcomes(String policy) {
    List<Outcome> all = new ArrayList<>();
    outcomesOf(policy)
        .forEach((number, bytes) -> OutcomeCodec.decode(number, bytes).ifPresent(all::add));
    return all;
  }

  /**
   * A new model comes into use.
   *
   * @param pinned the revision that the policy keeps to, which stays however old it is; empty
   *     without one
   */
  void learned(String policy, Standing standing, String words, String pinned) {
    MVMap<String, byte[]> models = modelsOf(policy);
    String revision = standing.model().revision();
    models.put(revision, ModelCodec.encode(standing.model()));
    reportsOf(policy).put(revision, words);
    knownTo(policy).put(revision, standing.knownTo());
    List<String> oldest = new ArrayList<>(models.keySet());
    oldest.remove(pinned);
    oldest.stream()
        .limit(Math.max(0, models.size() - MOST_MODELS))
        .forEach(one -> forget(policy, one));
    store.commit();
  }

  private void forget(String policy, String revision) {
    modelsOf(policy).remove(revision);
    reportsOf(policy).remove(revision);
    knownTo(policy).remove(revision);
  }

  /** By revision, in order of making; what was said of each when it was made. */
  Map<String, String> reports(String policy) {
    return new TreeMap<>(reportsOf(policy));
  }

  Optional<LinearModel> model(String policy, String revision) {
    byte[] bytes = modelsOf(policy).get(revision);
    return bytes != null
            && ModelCodec.decode(bytes) instanceof ModelCodec.Decoded.Valid(LinearModel model)
        ? Optional.of(model)
        : Optional.empty();
  }

  /** The newest model that was learned. */
  Optional<Standing> newest(String policy) {
    String revision = modelsOf(policy).lastKey();
    return revision == null
        ? Optional.empty()
        : model(policy, revision)
            .map(model -> new Standing(model, knownTo(policy).getOrDefault(revision, 0L)));
  }

  /** One that could not write, for want of room say, has closed itself. */
  private synchronized MVStore open() {
    if (store.isClosed()) {
      LOG.warnf(
          "outcomes and models are kept in memory from now on and end with the process, the file"
              + " cannot be written; make room in CONDUIT_SIDECAR_DATA and start again");
      store = new MVStore.Builder().open();
    }
    return store;
  }

  // Outcomes of another number of buckets are of no use: they stay under their own name.
  private MVMap<Long, byte[]> outcomesOf(String policy) {
    return open().openMap("outcomes/" + TextReading.BUCKETS + "/" + policy);
  }

  private MVMap<String, byte[]> modelsOf(String policy) {
    return open().openMap("models/" + TextReading.BUCKETS + "/" + policy);
  }

  private MVMap<String, String> reportsOf(String policy) {
    return open().openMap("reports/" + TextReading.BUCKETS + "/" + policy);
  }

  /** By revision, the number of the first outcome that it does not know. */
  private MVMap<String, Long> knownTo(String policy) {
    return open().openMap("known/" + TextReading.BUCKETS + "/" + policy);
  }

  @Override
  public void close() {
    store.close();
  }
}
