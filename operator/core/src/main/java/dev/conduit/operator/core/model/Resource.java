// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A bundled table: tab-separated lines, those that start with {@code #} left out. */
record Resource(List<String[]> rows) {

  static Resource read(String name) {
    try (InputStream in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue " + name + " is missing from the program");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Resource(
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split("\t", -1))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the catalogue " + name, e);
    }
  }
}
