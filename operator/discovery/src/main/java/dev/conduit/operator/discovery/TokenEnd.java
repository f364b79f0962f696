// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a token says it ends. Only to keep an answer no longer than that: whether a token is good,
 * the API server decides. Source: RFC 7519, section 4.1.4.
 */
final class TokenEnd {
  private static final Pattern EXPIRES = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})");

  private TokenEnd() {}

  /** Empty for what is no JWT or has no end. */
  static Optional<Instant> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      Matcher found = EXPIRES.matcher(claims);
      return found.find()
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(found.group(1))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64: no JWT
    }
  }
}
