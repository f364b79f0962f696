// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.audit;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Requests in the order in which they were answered.
 *
 * @param all may be empty
 */
public record Requests(List<Request> all) {
  /** Copies. */
  public Requests {
    all = List.copyOf(all);
  }

  /** Those for which a test holds. */
  public Requests that(Predicate<Request> test) {
    return new Requests(all.stream().filter(test).toList());
  }

  /** Those of a user. */
  public Requests ofUser(String user) {
    return that(request -> request.user().equals(user));
  }

  /** Those of a ServiceAccount. */
  public Requests ofServiceAccount(String namespace, String name) {
    return ofUser("system:serviceaccount:" + namespace + ":" + name);
  }

  /** Those of programs whose user agent begins so. */
  public Requests ofAgent(String prefix) {
    return that(request -> request.userAgent().startsWith(prefix));
  }

  /** Those that may change an object; refused ones too. */
  public Requests writes() {
    return that(Request::isWrite);
  }

  /** How many. */
  public int count() {
    return all.size();
  }

  /** How many of each permission, sorted. */
  public Map<Permission, Long> counts() {
    return counts(Request::permission);
  }

  /** How many of each kind, sorted; the caller says what a kind is. */
  public <K extends Comparable<K>> Map<K, Long> counts(Function<Request, K> kind) {
    return all.stream().collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting()));
  }

  /** Every permission that a resource request used; refused ones (403) are left out. */
  public SortedSet<Permission> permissions() {
    return all.stream()
        .filter(request -> !request.resource().isEmpty() && request.status() != 403)
        .map(Request::permission)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What was refused for lack of a permission. */
  public Requests forbidden() {
    return that(request -> request.status() == 403);
  }
}
