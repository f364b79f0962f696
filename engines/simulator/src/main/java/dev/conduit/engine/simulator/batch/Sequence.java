// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import dev.conduit.engine.simulator.kv.BlockHash;
import dev.conduit.engine.simulator.kv.BlockPool;
import java.util.ArrayList;
import java.util.List;

/** A queued or running sequence: its tokens, how many of them are computed, and its blocks. */
final class Sequence {
  private final Submission submission;
  private final BlockPool pool;
  private final List<Integer> tokens;
  private final List<BlockHash> chain;
  private final List<Integer> blocks = new ArrayList<>();
  private int computed;
  private int remembered;
  private boolean wasScheduled;

  Sequence(Submission submission, BlockPool pool) {
    this.submission = submission;
    this.pool = pool;
    tokens = new ArrayList<>(submission.prompt());
    chain = BlockHash.chain(submission.cacheSpace(), tokens, pool.blockSize());
  }

  String id() {
    return submission.id();
  }

  String adapter() {
    return submission.adapter();
  }

  List<Integer> blocks() {
    return blocks;
  }

  int computed() {
    return computed;
  }

  /** Tokens that are known and not computed. */
  int missing() {
    return tokens.size() - computed;
  }

  int generated() {
    return tokens.size() - submission.prompt().size();
  }

  /** Whether the next share is a prompt's rather than the answer's next token. */
  boolean isPrefilling() {
    return missing() > 1 || generated() == 0;
  }

  /** True the first time only. */
  boolean firstScheduling() {
    boolean first = !wasScheduled;
    wasScheduled = true;
    return first;
  }

  /**
   * The cached blocks that it can start from. The last token is always computed, since the next one
   * comes out of it.
   */
  List<Integer> cachedPrefix() {
    int usable = (tokens.size() - 1) / pool.blockSize();
    return pool.longestPrefix(chain.subList(0, Math.min(usable, chain.size())));
  }

  /** Whether the pool has the blocks for {@code count} further tokens on top of a cached prefix. */
  boolean fits(List<Integer> prefix, int count) {
    return newBlocks(prefix, count) <= pool.free() - pool.freeAmong(prefix);
  }

  /** Takes what {@link #fits} asked for, and makes its full blocks known to others. */
  void extend(List<Integer> prefix, int count) {
    pool.hold(prefix);
    int needed = newBlocks(prefix, count);
    blocks.addAll(prefix);
    computed += prefix.size() * pool.blockSize();
    remembered += prefix.size();
    blocks.addAll(pool.take(needed));
  }

  private int newBlocks(List<Integer> prefix, int count) {
    int start = computed + prefix.size() * pool.blockSize();
    return pool.blocksFor(start + count) - blocks.size() - prefix.size();
  }

  /** Lets others share the blocks that {@code count} further tokens fill. */
  void remember(int count) {
    int full = (computed + count) / pool.blockSize();
    for (; remembered < full; remembered++) {
      pool.remember(blocks.get(remembered), chain.get(remembered));
    }
  }

  /** The end of a step: {@code count} tokens are computed. */
  void advance(int count) {
    computed += count;
  }

  /** The token that comes out of a step which computed all known tokens. */
  Event.Token generate() {
    int position = generated();
    int token = submission.answer().at(position);
    tokens.add(token);
    if (tokens.size() % pool.blockSize() == 0) {
      BlockHash parent =
          chain.isEmpty() ? BlockHash.root(submission.cacheSpace()) : chain.getLast();
      chain.add(parent.child(tokens.subList(tokens.size() - pool.blockSize(), tokens.size())));
    }
    return new Event.Token(id(), token, position);
  }

  boolean isOver() {
    return generated() >= Math.min(submission.maxTokens(), submission.answer().length());
  }

  Event.End end() {
    return generated() >= submission.answer().length() ? Event.End.STOP : Event.End.LENGTH;
  }

  /** Gives its blocks back; everything must be computed, or found in the cache, again. */
  void release() {
    pool.release(blocks);
    blocks.clear();
    computed = 0;
    remembered = 0;
  }
}
