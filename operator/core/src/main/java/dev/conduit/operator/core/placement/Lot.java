// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The groups of one class in one zone, by how many of their devices are idle. Confined to the
 * making of one plan.
 *
 * <p>Idea: groups are numbered in the order of their nodes, and a set of bits for each number of
 * idle devices says which have it. So the next one is found without a search, and a copy, of which
 * a plan makes thousands, is one of a few words.
 */
final class Lot {
  private final List<Stock> stocks;

  /** Groups by the number of their idle devices, from none to all. */
  private final List<BitSet> byIdle = new ArrayList<>();

  /** Groups with a device that is shared and open to one more. */
  private final BitSet open;

  /** The same once everything has loaded. */
  private final BitSet openLater;

  private Lot(List<Stock> stocks, BitSet open, BitSet openLater) {
    this.stocks = new ArrayList<>(stocks);
    this.open = (BitSet) open.clone();
    this.openLater = (BitSet) openLater.clone();
  }

  /**
   * With nothing of ours in it.
   *
   * @param groups of one class, sorted by node
   */
  static Lot of(List<NodeDevices> groups) {
    Lot lot = new Lot(groups.stream().map(Stock::of).toList(), new BitSet(), new BitSet());
    for (int idle = 0; idle <= groups.getFirst().deviceClass().count(); idle++) {
      lot.byIdle.add(new BitSet());
    }
    lot.byIdle.getLast().set(0, groups.size());
    return lot;
  }

  /** As it will be once everything has loaded; this one stays as it is. */
  Lot settled() {
    Lot copy = new Lot(stocks, openLater, openLater);
    byIdle.forEach(groups -> copy.byIdle.add((BitSet) groups.clone()));
    return copy;
  }

  String zone() {
    return stocks.getFirst().group().host().zone();
  }

  Stock get(int number) {
    return stocks.get(number);
  }

  /** The group of that number holds something else from now on. */
  void set(int number, Stock stock, int round) {
    byIdle.get(stocks.get(number).idle()).clear(number);
    byIdle.get(stock.idle()).set(number);
    stocks.set(number, stock);
    open.set(number, stock.isShared(round));
    openLater.set(number, stock.isShared(Integer.MAX_VALUE));
  }

  /** Whether a group has at least so many idle devices. */
  boolean hasAtLeast(int idle) {
    for (int number = idle; number < byIdle.size(); number++) {
      if (!byIdle.get(number).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a group has an idle device, or one that is shared and open to one more. */
  boolean hasShareable() {
    return hasAtLeast(1) || open.intersects(byIdle.getFirst());
  }

  /**
   * The first answer of a group with at least so many idle devices; those with the fewest are asked
   * first, then by node, and none after the answer.
   */
  <T> Optional<T> withAtLeast(int idle, Function<Stock, Optional<T>> ask) {
    for (int number = idle; number < byIdle.size(); number++) {
      Optional<T> answer = first(byIdle.get(number), ask);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  /** The same of groups with none that are open to one more, then of those with one and more. */
  <T> Optional<T> shareable(Function<Stock, Optional<T>> ask) {
    BitSet full = (BitSet) open.clone();
    full.and(byIdle.getFirst());
    return first(full, ask).or(() -> withAtLeast(1, ask));
  }

  private <T> Optional<T> first(BitSet groups, Function<Stock, Optional<T>> ask) {
    for (int number = groups.nextSetBit(0); number >= 0; number = groups.nextSetBit(number + 1)) {
      Optional<T> answer = ask.apply(stocks.get(number));
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }
}
