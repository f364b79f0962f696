// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry asks for before it answers.
 *
 * <p>Source: RFC 7235; the distribution project's token authentication for {@code realm}, {@code
 * service} and {@code scope}.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z_]{1,40})=(?:\"([^\"]{0,2000})\"|([^\\s,\"]{0,2000}))");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The first that is understood; empty when none is. */
  static Optional<Challenge> of(HttpHeaders headers) {
    return headers.allValues("www-authenticate").stream()
        .map(Challenge::parse)
        .filter(one -> one.scheme().equals("bearer") || one.scheme().equals("basic"))
        .findFirst();
  }

  private static Challenge parse(String header) {
    int space = header.indexOf(' ');
    String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new HashMap<>();
    Matcher each = PARAMETER.matcher(space < 0 ? "" : header.substring(space));
    while (each.find()) {
      parameters.put(
          each.group(1).toLowerCase(Locale.ROOT),
          each.group(2) == null ? each.group(3) : each.group(2));
    }
    return new Challenge(scheme, parameters);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
