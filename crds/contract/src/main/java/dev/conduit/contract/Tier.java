// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A named class of capability and cost that requests are routed to, such as {@code light} or {@code
 * heavy}.
 *
 * <p>Shape: a DNS label of 1 to 63 characters. Order between tiers is not in the name; it is the
 * order of {@link RoutingSnapshot#tiers()}. Throws {@link IllegalArgumentException} on another
 * form.
 */
public record Tier(@JsonValue String name) implements Comparable<Tier> {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** The conventional names; a policy may use others. */
  public static final Tier LIGHT = new Tier("light");

  public static final Tier MEDIUM = new Tier("medium");
  public static final Tier HEAVY = new Tier("heavy");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Tier {
    if (!LABEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "tier \"" + name + "\" is not a DNS label (lower-case letters, digits, '-')");
    }
  }

  @Override
  public int compareTo(Tier other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
