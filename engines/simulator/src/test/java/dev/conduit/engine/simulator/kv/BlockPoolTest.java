// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockPoolTest {

  private static final List<Integer> PROMPT = List.of(1, 2, 3, 4, 5, 6, 7, 8);

  @Test
  void chain_sameTokensOfAnotherSpace_neverMeet() {
    List<BlockHash> base = BlockHash.chain("", PROMPT, 4);
    assertThat(base).hasSize(2).doesNotHaveDuplicates();
    assertThat(BlockHash.chain("", PROMPT, 4)).isEqualTo(base);
    assertThat(BlockHash.chain("tenant", PROMPT, 4)).doesNotContainAnyElementsOf(base);
  }

  @Test
  void chain_differenceInTheFirstBlock_changesAllThatFollow() {
    List<Integer> other = new ArrayList<>(PROMPT);
    other.set(0, 99);
    assertThat(BlockHash.chain("", other, 4))
        .doesNotContainAnyElementsOf(BlockHash.chain("", PROMPT, 4));
  }

  @Test
  void release_thenTake_evictsTheEndOfAPrefixBeforeItsStart() {
    BlockPool pool = new BlockPool(2, 4);
    List<BlockHash> chain = BlockHash.chain("", PROMPT, 4);
    List<Integer> blocks = pool.take(2);
    pool.remember(blocks.get(0), chain.get(0));
    pool.remember(blocks.get(1), chain.get(1));
    pool.release(blocks);
    assertThat(pool.longestPrefix(chain)).isEqualTo(blocks);

    pool.take(1);

    assertThat(pool.longestPrefix(chain)).containsExactly(blocks.get(0));
  }

  @Test
  void hold_aFreeBlock_keepsItFromEviction() {
    BlockPool pool = new BlockPool(2, 4);
    List<BlockHash> chain = BlockHash.chain("", PROMPT, 4);
    List<Integer> blocks = pool.take(1);
    pool.remember(blocks.getFirst(), chain.getFirst());
    pool.release(blocks);

    pool.hold(blocks);

    assertThat(pool.take(1)).doesNotContainAnyElementsOf(blocks);
    assertThatThrownBy(() -> pool.take(1)).hasMessage("no free block");
  }

  @Test
  void reset_whileABlockIsHeld_changesNothing() {
    BlockPool pool = new BlockPool(2, 4);
    List<BlockHash> chain = BlockHash.chain("", PROMPT, 4);
    List<Integer> blocks = pool.take(1);
    pool.remember(blocks.getFirst(), chain.getFirst());
    assertThat(pool.reset()).isFalse();
    assertThat(pool.longestPrefix(chain)).hasSize(1);

    pool.release(blocks);

    assertThat(pool.reset()).isTrue();
    assertThat(pool.longestPrefix(chain)).isEmpty();
  }

  @Test
  void release_withoutAHolder_isABug() {
    BlockPool pool = new BlockPool(2, 4);
    assertThatThrownBy(() -> pool.release(List.of(0))).hasMessage("block 0 has no holder");
  }

  /** The pool against a model that knows contents instead of hashes and a list instead of links. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void anyOperations_equalTheNaiveModel(long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(12);
    BlockPool pool = new BlockPool(size, 2);
    NaivePool naive = new NaivePool(size);
    List<List<Integer>> held = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      if (!held.isEmpty() && random.nextBoolean()) {
        List<Integer> blocks = held.remove(random.nextInt(held.size()));
        pool.release(blocks);
        naive.release(blocks);
      } else {
        List<Integer> tokens = random.ints(6, 0, 2).boxed().toList();
        List<BlockHash> chain = BlockHash.chain("", tokens, 2);
        List<Integer> prefix = pool.longestPrefix(chain);
        assertThat(prefix).isEqualTo(naive.longestPrefix(tokens));
        int more = chain.size() - prefix.size();
        if (more <= pool.free() - pool.freeAmong(prefix)) {
          held.add(acquire(pool, naive, tokens, chain, prefix));
        }
      }
      assertThat(pool.free()).isEqualTo(naive.free.size());
      for (int block = 0; block < size; block++) {
        int expected = block;
        assertThat(pool.references(block))
            .isEqualTo((int) held.stream().filter(blocks -> blocks.contains(expected)).count());
      }
    }
  }

  private static List<Integer> acquire(
      BlockPool pool,
      NaivePool naive,
      List<Integer> tokens,
      List<BlockHash> chain,
      List<Integer> prefix) {
    pool.hold(prefix);
    naive.hold(prefix);
    List<Integer> taken = pool.take(chain.size() - prefix.size());
    assertThat(taken).isEqualTo(naive.take(chain.size() - prefix.size()));
    List<Integer> blocks = new ArrayList<>(prefix);
    blocks.addAll(taken);
    for (int i = prefix.size(); i < chain.size(); i++) {
      pool.remember(blocks.get(i), chain.get(i));
      naive.contents.putIfAbsent(tokens.subList(0, 2 * (i + 1)), blocks.get(i));
    }
    return blocks;
  }

  /** Says the same things slowly. */
  private static final class NaivePool {
    private final List<Integer> free = new ArrayList<>();
    private final Map<Integer, Integer> holders = new HashMap<>();
    private final Map<List<Integer>, Integer> contents = new HashMap<>();

    NaivePool(int size) {
      for (int block = 0; block < size; block++) {
        free.add(block);
      }
    }

    List<Integer> longestPrefix(List<Integer> tokens) {
      List<Integer> found = new ArrayList<>();
      for (int end = 2; end <= tokens.size(); end += 2) {
        Integer block = contents.get(tokens.subList(0, end));
        if (block == null) {
          return found;
        }
        found.add(block);
      }
      return found;
    }

    void hold(List<Integer> blocks) {
      for (Integer block : blocks) {
        holders.merge(block, 1, Integer::sum);
        free.remove(block);
      }
    }

    List<Integer> take(int count) {
      List<Integer> taken = new ArrayList<>(free.subList(0, count));
      free.subList(0, count).clear();
      contents.values().removeAll(taken);
      taken.forEach(block -> holders.put(block, 1));
      return taken;
    }

    void release(List<Integer> blocks) {
      for (Integer block : blocks.reversed()) {
        if (holders.merge(block, -1, Integer::sum) == 0) {
          free.add(block);
        }
      }
    }
  }
}
