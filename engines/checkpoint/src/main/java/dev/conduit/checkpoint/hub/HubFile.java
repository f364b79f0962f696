// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A file of a repository.
 *
 * @param repository {@code org/name}
 * @param revision branch, tag or commit
 * @param path within the repository
 */
public record HubFile(String repository, String revision, String path) {
  /** The path of its URL. Source: the hub's {@code resolve} endpoint. */
  String location() {
    return "/%s/resolve/%s/%s".formatted(parts(repository), encoded(revision), parts(path));
  }

  static String parts(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(HubFile::encoded)
        .collect(Collectors.joining("/"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return repository + "/" + path + "@" + revision;
  }
}
