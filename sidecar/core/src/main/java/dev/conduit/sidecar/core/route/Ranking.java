// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import dev.conduit.contract.TargetBalance;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.meter.Tariff;
import dev.conduit.sidecar.core.meter.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The order of targets that mean the same, as the policy's balance has it.
 *
 * <p>Cost: the estimated prompt, and as many tokens of answer as the target gave on average so far
 * (256 before the first), at most as many as the request allows. Latency: the lower of two drawn at
 * random, so that data planes do not all run to the same one. Source: Mitzenmacher, "The power of
 * two choices in randomized load balancing" (2001); decision 0024.
 */
record Ranking(TargetBalance balance, RequestFacts facts, Outlook outlook, long entropy) {
  private static final long USUAL_ANSWER = 256;

  /** The same targets, those that {@code own} are drawn from in order of preference. */
  List<Target> of(List<Target> own, List<Target> drawn) {
    List<Target> rivals = rivals(own, drawn);
    if (balance == TargetBalance.WEIGHTED || rivals.size() < 2) {
      return drawn;
    }
    List<Target> order = new ArrayList<>(rivals);
    order.sort(Comparator.comparingDouble(this::burden));
    Target best =
        balance == TargetBalance.LOWEST_LATENCY ? betterOfTwo(rivals) : oneOfTheCheapest(order);
    order.remove(best);
    order.addFirst(best);
    drawn.stream().filter(target -> !rivals.contains(target)).forEach(order::add);
    return order;
  }

  /** Those of a choice that may be drawn. */
  static List<Target> rivals(List<Target> own, List<Target> drawn) {
    return drawn.stream().filter(target -> target.weight() > 0 && own.contains(target)).toList();
  }

  private Target oneOfTheCheapest(List<Target> order) {
    double least = burden(order.getFirst());
    List<Target> equal = order.stream().filter(target -> burden(target) <= least).toList();
    return Choice.of(equal, List.of()).draw(entropy).getFirst();
  }

  private Target betterOfTwo(List<Target> rivals) {
    int first = (int) ((entropy >>> 33) % rivals.size());
    int second = (int) ((entropy & 0x7fffffffL) % (rivals.size() - 1));
    Target one = rivals.get(first);
    Target two = rivals.get(second >= first ? second + 1 : second);
    return burden(two) < burden(one) ? two : one;
  }

  private double burden(Target target) {
    return switch (balance) {
      case WEIGHTED -> 0;
      case LOWEST_COST -> dollars(target);
      case LOWEST_LATENCY -> outlook.waitNanos(target.id(), facts.isStream());
    };
  }

  /** What the request is expected to cost there. */
  private double dollars(Target target) {
    double seen = outlook.outputTokens(target.id());
    long usual = seen > 0 ? Math.round(seen) : USUAL_ANSWER;
    long most = facts.maxTokens().value();
    long answer = most > 0 ? Math.min(most, usual) : usual;
    return Tariff.dollars(target.price(), new Usage(facts.promptTokens().value(), answer, 0));
  }

  /** Why the first of some rivals is the first. */
  String words(Target first, List<Target> rivals) {
    return switch (balance) {
      case WEIGHTED -> {
        long all = rivals.stream().mapToLong(Target::weight).sum();
        yield "drawn by weight, " + first.weight() + " of " + all;
      }
      case LOWEST_COST -> "the lowest expected cost: " + all(rivals, this::costWords);
      case LOWEST_LATENCY ->
          "the lowest expected time to the first byte of two drawn: "
              + all(rivals, this::waitWords);
    };
  }

  private static String all(List<Target> rivals, java.util.function.Function<Target, String> one) {
    return String.join(", ", rivals.stream().map(one).toList());
  }

  private String costWords(Target target) {
    String cost =
        target.price().costs()
            ? String.format(Locale.ROOT, "$%.6f", dollars(target))
            : "nothing, it has no price";
    return target.id() + " " + cost;
  }

  private String waitWords(Target target) {
    double nanos = outlook.waitNanos(target.id(), facts.isStream());
    String wait = nanos == 0 ? "not known" : String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    return target.id() + " " + wait;
  }
}
