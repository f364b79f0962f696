// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All ways to run a workload on the hardware that there is.
 *
 * @param variants of each class that is wanted, as if that were empty
 * @param ranks the options that are wanted, best first; those of one rank are equally good
 * @param demand bytes of GPU memory that a replica takes away from others; zero when nothing can
 *     run it
 */
record Options(Map<DeviceClass, Variants> variants, List<List<Option>> ranks, long demand) {
  static Options of(Workload workload, Object sizeKey, Hardware hardware) {
    Map<DeviceClass, Variants> variants = new HashMap<>();
    List<Option> options = new ArrayList<>();
    for (DeviceClass one : hardware.homesFor(workload.adapter().home()).classes()) {
      if (workload.preference(one) >= 0) {
        Variants there = hardware.sizes().of(workload, sizeKey, one);
        variants.put(one, there);
        List<Integer> lots = hardware.layout().lotsOf(one);
        there.fitting().forEach(each -> options.add(Option.of(workload, one, lots, each)));
      }
    }
    options.sort(Option::compare);
    return new Options(
        variants,
        ranked(options),
        options.stream().mapToLong(option -> option.variant().memory()).min().orElse(0));
  }

  private static List<List<Option>> ranked(List<Option> sorted) {
    List<List<Option>> ranks = new ArrayList<>();
    for (Option option : sorted) {
      if (ranks.isEmpty() || Option.compare(ranks.getLast().getFirst(), option) != 0) {
        ranks.add(new ArrayList<>());
      }
      ranks.getLast().add(option);
    }
    return ranks;
  }
}
