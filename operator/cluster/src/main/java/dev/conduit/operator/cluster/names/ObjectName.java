// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.names;

import dev.conduit.operator.core.observed.ObjectRef;

/** Names of the objects that Conduit makes, of containers and ports in them. */
public final class ObjectName {
  /** Who applies; the owner of the fields in {@code managedFields}. */
  public static final String FIELD_MANAGER = "conduit";

  public static final String FINALIZER = "conduit.dev/cleanup";

  /** The container that runs the engine. */
  public static final String ENGINE = "engine";

  /** The container that reads a model's headers, and the component that it is. */
  public static final String FACTS = "model-facts";

  /** The port of the engine's API. */
  public static final String HTTP = "http";

  /** The ConfigMap in the operator's namespace that states prices. */
  public static final String PRICES = "conduit-prices";

  /** The key of a snapshot in its ConfigMap. */
  public static final String SNAPSHOT_KEY = "snapshot.json";

  /** The key of the authority that signed the discovery server's certificate. */
  public static final String AUTHORITY_KEY = "ca.crt";

  private ObjectName() {}

  /** An engine's Deployment: the plan's id without the namespace, which objects have anyway. */
  public static String ofInstance(String instanceId, ObjectRef block) {
    String prefix = block.namespace() + ".";
    return instanceId.startsWith(prefix) ? instanceId.substring(prefix.length()) : instanceId;
  }

  /** The plan's id of the engine that a Deployment stands for. */
  public static String toInstanceId(String namespace, String deployment) {
    return namespace.equals(ObjectRef.DEFAULT_NAMESPACE)
        ? deployment
        : namespace + "." + deployment;
  }

  /** The ConfigMap with a policy's snapshot. */
  public static String ofSnapshot(String policy) {
    return "conduit-snapshot-" + policy;
  }
}
