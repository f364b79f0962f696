// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.audit;

import java.util.Comparator;

/**
 * A verb on a resource, as RBAC's rules grant them; ordered by group, resource, subresource, verb.
 *
 * @param subresource empty when none; RBAC writes {@code resource/subresource}
 */
public record Permission(String verb, String group, String resource, String subresource)
    implements Comparable<Permission> {
  private static final Comparator<Permission> ORDER =
      Comparator.comparing(Permission::group)
          .thenComparing(Permission::resource)
          .thenComparing(Permission::subresource)
          .thenComparing(Permission::verb);

  @Override
  public int compareTo(Permission other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String path = subresource.isEmpty() ? resource : resource + "/" + subresource;
    return verb + " " + (group.isEmpty() ? path : path + "." + group);
  }
}
