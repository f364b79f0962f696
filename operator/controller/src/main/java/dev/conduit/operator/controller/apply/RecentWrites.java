// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was written and not yet shown by the watch, so that it is not written twice. Safe for use by
 * several threads.
 *
 * <p>Resource versions of one kind are compared as numbers, as Kubernetes defines since 1.35 (<a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">resource
 * versions</a>) and etcd has always given them. The time since the write, or the object's own
 * version, does not do: an object that was made and then deleted by somebody looks to the watch as
 * before it was made.
 */
final class RecentWrites {
  private final Map<String, Write> writes = new ConcurrentHashMap<>();

  /** Notes that the wanted object was written, and the version it has since. */
  void add(HasMetadata wanted, String version) {
    writes.put(key(wanted), new Write(wanted, version));
  }

  /**
   * Whether this very object was written and the watch has not come so far.
   *
   * @param seen the newest version of the object's kind that the watch has shown
   */
  boolean covers(HasMetadata wanted, String seen) {
    Write write = writes.get(key(wanted));
    if (write == null) {
      return false;
    }
    if (isAtLeast(seen, write.version())) {
      writes.remove(key(wanted), write);
      return false;
    }
    return write.wanted().equals(wanted);
  }

  private static boolean isAtLeast(String version, String other) {
    int longer = Integer.compare(version.length(), other.length());
    return longer != 0 ? longer > 0 : version.compareTo(other) >= 0;
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + Cache.metaNamespaceKeyFunc(object);
  }

  private record Write(HasMetadata wanted, String version) {}
}
