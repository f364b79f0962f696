// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.operator.app.replay.Recorded.Outcome;
import dev.conduit.sidecar.learning.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All thresholds of a score at once: the requests with the highest scores go to the heavy tier
 * first. Scores are told apart to {@link #STEP}, so the size is bounded, whatever the number of
 * requests. Used by one thread.
 */
final class Sweep {
  /** Finer than any threshold that a person would write. */
  static final double STEP = 1e-5;

  /** As many as a curve needs to look smooth. */
  private static final int POINTS = 200;

  private final TreeMap<Integer, Group> groups = new TreeMap<>();

  /** Requests with one score; sums over them. */
  private static final class Group {
    private long requests;
    private double lightQuality;
    private double heavyQuality;
    private double lightCost;
    private double heavyCost;

    void add(Group other) {
      requests += other.requests;
      lightQuality += other.lightQuality;
      heavyQuality += other.heavyQuality;
      lightCost += other.lightCost;
      heavyCost += other.heavyCost;
    }
  }

  /**
   * A threshold.
   *
   * @param share of requests that go to the heavy tier
   * @param cost of one request in the mean, in US dollars
   * @param quality of one answer in the mean, from 0 to 1
   */
  public record Point(double share, double cost, double quality) {}

  /**
   * @param score in any range within 20,000 either way
   */
  void add(double score, Outcome outcome, double lightCost, double heavyCost) {
    Group group = groups.computeIfAbsent((int) Math.round(score / STEP), _ -> new Group());
    group.requests++;
    group.lightQuality += outcome.light();
    group.heavyQuality += outcome.heavy();
    group.lightCost += lightCost;
    group.heavyCost += heavyCost;
  }

  private Group sum() {
    Group sum = new Group();
    groups.values().forEach(sum::add);
    return sum;
  }

  long requests() {
    return sum().requests;
  }

  /** Empty where the heavy tier is not better, for then there is no gap to recover. */
  Optional<Quality> quality() {
    Group all = sum();
    if (all.heavyQuality <= all.lightQuality) {
      return Optional.empty();
    }
    List<Quality.Group> order = new ArrayList<>();
    groups
        .descendingMap()
        .values()
        .forEach(
            one -> order.add(new Quality.Group(one.requests, one.heavyQuality - one.lightQuality)));
    return Optional.of(Quality.of(order));
  }

  /** From all light to all heavy; both ends included. At least two points. */
  List<Point> curve() {
    Group all = sum();
    List<Point> points = new ArrayList<>();
    double quality = all.lightQuality;
    double cost = all.lightCost;
    long heavy = 0;
    points.add(new Point(0, cost / all.requests, quality / all.requests));
    for (Map.Entry<Integer, Group> entry : groups.descendingMap().entrySet()) {
      Group group = entry.getValue();
      long before = heavy * POINTS / all.requests;
      heavy += group.requests;
      quality += group.heavyQuality - group.lightQuality;
      cost += group.heavyCost - group.lightCost;
      if (heavy * POINTS / all.requests > before) {
        points.add(
            new Point((double) heavy / all.requests, cost / all.requests, quality / all.requests));
      }
    }
    return points;
  }
}
