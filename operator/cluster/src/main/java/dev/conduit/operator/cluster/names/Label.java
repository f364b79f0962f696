// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.names;

/** Labels and annotations that Conduit sets, and those of nodes that it reads. */
public final class Label {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String CONDUIT = "conduit";
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** Name of the block that an object belongs to. */
  public static final String BLOCK = "conduit.dev/block";

  /** Name of the policy that an object belongs to. */
  public static final String POLICY = "conduit.dev/policy";

  public static final String REPLICA = "conduit.dev/replica";
  public static final String REVISION = "conduit.dev/revision";

  /** Name of the engine's Deployment; what its pods are selected by. */
  public static final String INSTANCE = "conduit.dev/instance";

  /** On a pod that reads a model: what it reads and by which program, as a digest. */
  public static final String READS = "conduit.dev/reads";

  /** On a pod that reads a model: how many were there before it, and one. */
  public static final String ATTEMPT = "conduit.dev/attempt";

  /** Annotation: the node that the plan chose. */
  public static final String NODE = "conduit.dev/node";

  /** Annotation: devices of the node that the plan charged, separated by commas. */
  public static final String DEVICES = "conduit.dev/devices";

  /** Annotation: bytes per device that the plan charged. */
  public static final String CHARGE = "conduit.dev/charge";

  /** Annotation of a Deployment: bytes that one device was known to have when it was sized. */
  public static final String SIZED_FOR = "conduit.dev/sized-for";

  /** Annotation: models that the engine answers for, separated by commas. */
  public static final String SERVED_NAMES = "conduit.dev/served-names";

  /** Annotation: the path that an engine's health is asked at. */
  public static final String HEALTH_PATH = "conduit.dev/health-path";

  /** On a node: its GPUs are pretended. */
  public static final String SIMULATED = "conduit.dev/simulated";

  /** On a node: US dollars per hour of the whole machine. */
  public static final String HOURLY_COST = "conduit.dev/hourly-cost";

  /** Selects everything that Conduit made. */
  public static final String SELECTOR = MANAGED_BY + "=" + CONDUIT;

  private Label() {}
}
