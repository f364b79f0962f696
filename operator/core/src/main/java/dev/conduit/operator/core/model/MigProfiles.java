// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.contract.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a slice of a GPU has. Source: {@code mig.tsv}. */
public final class MigProfiles {
  private static final Pattern NAME = Pattern.compile("[1-7]g\\.([0-9]{1,3})gb");

  /** Of the gigabytes in a profile's name, what is there at the least: 16.00 GiB of 18. */
  private static final double LEAST_SHARE = 0.88;

  private final Map<String, Bytes> listed;

  private MigProfiles(Map<String, Bytes> listed) {
    this.listed = Map.copyOf(listed);
  }

  /** The table that ships with the program. */
  public static MigProfiles bundled() {
    Map<String, Bytes> listed = new TreeMap<>();
    for (String[] row : Resource.read("mig.tsv").rows()) {
      listed.put(row[0], Bytes.ofGib(Double.parseDouble(row[1])));
    }
    return new MigProfiles(listed);
  }

  /** Of a profile that is listed. */
  public Optional<Bytes> memory(String profile) {
    return Optional.ofNullable(listed.get(profile));
  }

  /** By the profile's name alone; empty when that says nothing. */
  public static Optional<Bytes> byName(String profile) {
    Matcher matcher = NAME.matcher(profile);
    return matcher.matches()
        ? Optional.of(Bytes.ofGib(Double.parseDouble(matcher.group(1)) * LEAST_SHARE))
        : Optional.empty();
  }
}
