// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import io.fabric8.kubernetes.api.model.HasMetadata;

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
    int order = kind.compareTo(other.kind);
    order = order != 0 ? order : namespace.compareTo(other.namespace);
    return order != 0 ? order : name.compareTo(other.name);
  }

  /** As in messages: {@code InferenceBlock default/light}. */
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
