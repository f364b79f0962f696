// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;

/**
 * Names one resource.
 *
 * @param kind such as {@code InferenceBlock}
 * @param namespace {@code default} where the resource names none
 * @param name unique per kind and namespace
 */
public record ObjectRef(String kind, String namespace, String name)
    implements Comparable<ObjectRef> {
  /** Namespace of resources that name none, as kubectl has it. */
  public static final String DEFAULT_NAMESPACE = "default";

  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind)
          .thenComparing(ObjectRef::namespace)
          .thenComparing(ObjectRef::name);

  public static ObjectRef of(HasMetadata resource) {
    String namespace = resource.getMetadata().getNamespace();
    return new ObjectRef(
        resource.getKind(),
        namespace == null || namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace,
        resource.getMetadata().getName());
  }

  public static ObjectRef block(String namespace, String name) {
    return new ObjectRef("InferenceBlock", namespace, name);
  }

  public static ObjectRef policy(String namespace, String name) {
    return new ObjectRef("RoutingPolicy", namespace, name);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  /** As in messages: {@code InferenceBlock default/light}. */
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
