// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Sourced;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Resources by name, and those whose name is taken twice.
 *
 * @param unique that may be planned, sorted
 * @param findings one for each name that is taken twice
 */
record Duplicates<T extends HasMetadata>(Map<ObjectRef, T> unique, List<Finding> findings) {

  static <T extends HasMetadata> Duplicates<T> in(List<Sourced<T>> resources) {
    Map<ObjectRef, List<Sourced<T>>> byName = new TreeMap<>();
    resources.forEach(
        resource -> byName.computeIfAbsent(resource.ref(), r -> new ArrayList<>()).add(resource));
    Map<ObjectRef, T> unique = new TreeMap<>();
    List<Finding> findings = new ArrayList<>();
    byName.forEach(
        (ref, all) -> {
          if (all.size() == 1) {
            unique.put(ref, all.getFirst().resource());
          } else {
            findings.add(twice(ref, all.stream().map(Sourced::source).sorted().toList()));
          }
        });
    return new Duplicates<>(unique, findings);
  }

  private static Finding twice(ObjectRef ref, List<String> sources) {
    return new Finding.Refused(
        ref,
        Reason.DUPLICATE_NAME,
        "metadata.name",
        "metadata.name: \"%s\" is declared %d times, in %s; rename or remove all but one"
            .formatted(ref.name(), sources.size(), String.join(" and in ", sources)));
  }
}
