// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the URL of an OpenAI-compatible server; the {@code /v1} that clients add is taken off. */
final class ServerUrl implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      URI url = new URI(text.replaceFirst("(/v1)?/*$", ""));
      boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isWeb && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below like every other text that is no such URL.
    }
    throw new TypeConversionException(
        "'" + text + "' is no URL of a server; write http(s)://host[:port][/path]");
  }
}
