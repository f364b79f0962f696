// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.operator.cluster.names.Label;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata of what belongs to a resource: labels to find it by, and the owner with its UID. */
final class Owned {
  private Owned() {}

  static ObjectMeta by(HasMetadata owner, String ownerLabel, String name) {
    return by(owner, ownerLabel, name, Map.of());
  }

  static ObjectMeta by(
      HasMetadata owner, String ownerLabel, String name, Map<String, String> furtherLabels) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Label.MANAGED_BY, Label.CONDUIT);
    labels.put(ownerLabel, owner.getMetadata().getName());
    labels.putAll(furtherLabels);
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(labels)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .build();
  }
}
