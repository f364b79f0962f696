// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/**
 * Why an engine that was started is not ready, as its machine tells it.
 *
 * @param message for people: what, where and how often; lower case
 */
public record Trouble(Kind kind, String message) {

  /** The closed set of causes. Public API: they are reasons of conditions. */
  public enum Kind {
    /** The scheduler found no node that takes the pod. */
    UNSCHEDULABLE("Unschedulable"),
    /** The image cannot be pulled. */
    IMAGE_PULL_FAILED("ImagePullFailed"),
    /** The container cannot be made, such as for a Secret that is not there. */
    CONTAINER_NOT_CREATED("ContainerNotCreated"),
    /** The engine ends again and again. */
    CRASH_LOOP("CrashLoop"),
    /** The engine was killed for its use of main memory. */
    OUT_OF_MEMORY("OutOfMemory"),
    /** The pod was evicted from its node. */
    EVICTED("Evicted"),
    /** The node does not answer. */
    NODE_NOT_READY("NodeNotReady"),
    /** The engine runs and fails its probes. */
    NOT_READY("EngineNotReady"),
    /** The engine answers, but not as its block says: a model is missing, or a probe fails. */
    PROBE_FAILED("ProbeFailed"),
    /** The API server refused what the plan needs. */
    NOT_APPLIED("NotApplied");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** The form of condition reasons. */
    public String wireName() {
      return wireName;
    }
  }
}
