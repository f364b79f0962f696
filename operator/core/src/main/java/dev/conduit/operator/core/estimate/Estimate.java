// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is said before an engine starts. Per device, of the fullest one; bytes.
 *
 * @param weights with the engine's own copies; empty when the model's size is not known
 * @param kv cache; empty when the device or the weights are not known
 * @param kvTokens as the engine prints them
 * @param bytesPerToken of a sequence that grows
 * @param parts of the device's share, in the order shown; their sum is {@code budget}
 * @param budget share of the device that the engine takes; empty when the device is not known
 * @param uncertainty by which what is left for the cache may be off
 * @param verdict whether one sequence of full length can be served
 * @param notes what was assumed or not understood
 */
public record Estimate(
    OptionalLong weights,
    OptionalLong kv,
    OptionalLong kvTokens,
    Optional<Double> bytesPerToken,
    List<Part> parts,
    OptionalLong budget,
    long uncertainty,
    Verdict verdict,
    List<String> notes) {

  public Estimate {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /** Bytes of a part; zero when there is none of that name. */
  public long part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).mapToLong(Part::bytes).sum();
  }

  /** One part of the budget. */
  public record Part(String name, long bytes) {}

  /** Whether it fits. */
  public sealed interface Verdict {
    /**
     * It does.
     *
     * @param spare bytes beyond what one sequence of full length needs
     */
    record Fits(long spare) implements Verdict {}

    /**
     * It does not.
     *
     * @param shortfall bytes that are missing
     * @param why in words
     */
    record Refused(long shortfall, String why) implements Verdict {}

    /** Too little is known to say. */
    record Unknown(String why) implements Verdict {}
  }

  /** Nothing is known of the model. */
  static Estimate unknown(String why) {
    return new Estimate(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        0,
        new Verdict.Unknown(why),
        List.of(why));
  }
}
