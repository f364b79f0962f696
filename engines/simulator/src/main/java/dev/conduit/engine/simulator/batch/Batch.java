// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import dev.conduit.engine.simulator.kv.BlockPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The scheduler: which sequences compute how many tokens in the next step.
 *
 * <p>{@code schedule} and {@code complete} alternate. A step first serves running sequences in the
 * order of their admission, each with the tokens it has not computed yet, within the step's budget
 * of tokens; where blocks run out, the sequence that was admitted last loses its blocks and goes
 * back to the head of the queue. If none did, it admits from the queue, head first, as long as the
 * budget, the number of sequences and the blocks allow, starting from the longest cached prefix.
 *
 * <p>Deterministic: the same calls give the same steps. Confined to one thread. Cost: linear in the
 * running sequences. Source: vLLM 0.32.0, {@code v1/core/sched/scheduler.py}, without speculative
 * decoding, encoders, connectors and priorities.
 */
public final class Batch {
  private final Limits limits;
  private final BlockPool pool;
  private final Deque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>();
  private final Map<String, Sequence> sequences = new HashMap<>();

  /**
   * An empty batch.
   *
   * @throws IllegalArgumentException when a sequence of the longest allowed length would not fit
   *     into the cache: it could never finish
   */
  public Batch(Limits limits, BlockPool pool) {
    if (pool.blocksFor(limits.maxModelLen()) > pool.total()) {
      throw new IllegalArgumentException(
          "maxModelLen %d needs more than the %d blocks of %d tokens"
              .formatted(limits.maxModelLen(), pool.total(), pool.blockSize()));
    }
    this.limits = limits;
    this.pool = pool;
  }

  public int running() {
    return running.size();
  }

  public int waiting() {
    return waiting.size();
  }

  /** The adapters of running sequences, each once, in the order of the batch. */
  public Set<String> runningAdapters() {
    return adapters(running);
  }

  /** The adapters of queued sequences, each once, in the order of the queue. */
  public Set<String> waitingAdapters() {
    return adapters(waiting);
  }

  public BlockPool pool() {
    return pool;
  }

  /**
   * Puts a sequence at the end of the queue.
   *
   * @throws IllegalArgumentException when it has an id that is there already, or when the tokens it
   *     may compute (all but the last generated one) do not fit maxModelLen
   */
  public void submit(Submission submission) {
    int most = submission.prompt().size() + submission.maxTokens() - 1;
    if (most > limits.maxModelLen()) {
      throw new IllegalArgumentException(
          "%d tokens do not fit maxModelLen %d".formatted(most, limits.maxModelLen()));
    }
    Sequence sequence = new Sequence(submission, pool);
    if (sequences.putIfAbsent(submission.id(), sequence) != null) {
      throw new IllegalArgumentException("a sequence " + submission.id() + " is there already");
    }
    waiting.addLast(sequence);
  }

  /** Takes a sequence out, wherever it is, and frees its blocks; false when it is not there. */
  public boolean cancel(String id) {
    Sequence sequence = sequences.remove(id);
    if (sequence == null) {
      return false;
    }
    waiting.remove(sequence);
    running.remove(sequence);
    sequence.release();
    return true;
  }

  /** Plans the next step and takes the blocks it needs. */
  public Step schedule() {
    Plan plan = new Plan(limits.maxNumBatchedTokens());
    serveRunning(plan);
    if (!plan.preempted) {
      admitWaiting(plan);
    }
    return plan.step();
  }

  /** The step is over: tokens come out of it. Sequences cancelled in the meantime are skipped. */
  public List<Event> complete(Step step) {
    List<Event> events = new ArrayList<>();
    for (Step.Share share : step.shares()) {
      Optional.ofNullable(sequences.get(share.id()))
          .ifPresent(sequence -> complete(sequence, share.tokens(), events));
    }
    return events;
  }

  private void complete(Sequence sequence, int tokens, List<Event> events) {
    sequence.advance(tokens);
    if (sequence.missing() > 0) {
      return;
    }
    events.add(sequence.generate());
    if (sequence.isOver()) {
      events.add(new Event.Finished(sequence.id(), sequence.end()));
      cancel(sequence.id());
    }
  }

  private void serveRunning(Plan plan) {
    for (int i = 0; i < running.size() && plan.budget > 0; i++) {
      Sequence sequence = running.get(i);
      int tokens = Math.min(sequence.missing(), plan.budget);
      if (!makeRoom(sequence, tokens, plan)) {
        return;
      }
      plan.add(sequence, List.of(), tokens);
    }
  }

  /** False when the sequence itself had to go. */
  private boolean makeRoom(Sequence sequence, int tokens, Plan plan) {
    while (!sequence.fits(List.of(), tokens)) {
      Sequence victim = running.removeLast();
      victim.release();
      waiting.addFirst(victim);
      plan.preempt(victim);
      if (victim == sequence) {
        return false;
      }
    }
    return true;
  }

  private void admitWaiting(Plan plan) {
    Predicate<Sequence> hasAdapterSlot = adapterSlots();
    Iterator<Sequence> queue = waiting.iterator();
    while (queue.hasNext() && plan.budget > 0 && running.size() < limits.maxNumSeqs()) {
      Sequence sequence = queue.next();
      if (!hasAdapterSlot.test(sequence)) {
        continue;
      }
      List<Integer> prefix = limits.prefixCaching() ? sequence.cachedPrefix() : List.of();
      int cached = prefix.size() * pool.blockSize();
      int tokens = Math.min(sequence.missing() - cached, plan.budget);
      if (!sequence.fits(prefix, tokens)) {
        return;
      }
      queue.remove();
      running.add(sequence);
      plan.admit(sequence, cached);
      plan.add(sequence, prefix, tokens);
    }
  }

  /** Holds for a sequence whose adapter is in the step already or still finds a place in it. */
  private Predicate<Sequence> adapterSlots() {
    Set<String> inStep = new HashSet<>(runningAdapters());
    return sequence ->
        sequence.adapter().isEmpty()
            || inStep.contains(sequence.adapter())
            || (inStep.size() < limits.maxLoras() && inStep.add(sequence.adapter()));
  }

  private static Set<String> adapters(Iterable<Sequence> sequences) {
    Set<String> names = new LinkedHashSet<>();
    for (Sequence sequence : sequences) {
      if (!sequence.adapter().isEmpty()) {
        names.add(sequence.adapter());
      }
    }
    return names;
  }

  /** A step in the making. */
  private final class Plan {
    private final List<Step.Share> shares = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private int budget;
    private boolean preempted;
    private int prefill;
    private int decode;
    private long context;

    Plan(int budget) {
      this.budget = budget;
    }

    void admit(Sequence sequence, int cachedTokens) {
      if (sequence.firstScheduling()) {
        events.add(new Event.Scheduled(sequence.id(), sequence.missing(), cachedTokens));
      }
    }

    void preempt(Sequence sequence) {
      preempted = true;
      events.add(new Event.Preempted(sequence.id()));
    }

    void add(Sequence sequence, List<Integer> prefix, int tokens) {
      boolean prefilling = sequence.isPrefilling();
      sequence.extend(prefix, tokens);
      if (limits.prefixCaching()) {
        sequence.remember(tokens);
      }
      prefill += prefilling ? tokens : 0;
      decode += prefilling ? 0 : tokens;
      context += sequence.computed() + tokens;
      budget -= tokens;
      shares.add(new Step.Share(sequence.id(), tokens));
    }

    Step step() {
      return new Step(shares, events, new StepLoad(prefill, decode, context));
    }
  }
}
