// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One engine as the plan wants it to run here.
 *
 * @param name of the instance, such as {@code light-0}; an edit of its block keeps it
 * @param revision of the block's template; an engine of another revision is replaced
 * @param block that it belongs to
 * @param models served names, at least one
 * @param kind of engine, as in the manifest
 * @param simulated whether a simulator stands in for the model
 * @param place the devices, for a person
 * @param healthPath that answers 200 once it serves
 * @param drain longest time for requests in flight when it is stopped
 * @param surge whether it may start while the instance that it replaces still runs
 * @param how it comes to be
 */
public record EngineRun(
    String name,
    String revision,
    String block,
    List<String> models,
    String kind,
    boolean simulated,
    String place,
    String healthPath,
    Duration drain,
    boolean surge,
    Origin how) {

  public EngineRun {
    models = List.copyOf(models);
  }

  /** Where an engine comes from. */
  public sealed interface Origin {
    /**
     * A child process.
     *
     * @param arguments program first; {@link #PORT} in them is replaced by the port chosen
     * @param environment added to ours
     * @param install what to do when the program is missing
     */
    record Child(List<String> arguments, Map<String, String> environment, String install)
        implements Origin {
      public Child {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
      }
    }

    /** A server that somebody else runs. */
    record Remote(URI url) implements Origin {}
  }

  /** Stands for the port in a child's arguments. */
  public static final String PORT = "{{port}}";

  /** Tells this run from others of the same name. */
  public String id() {
    return name + "-" + revision;
  }

  /** Whether a running engine may stay as it is. */
  boolean sameProcess(EngineRun other) {
    return id().equals(other.id()) && how.equals(other.how);
  }
}
