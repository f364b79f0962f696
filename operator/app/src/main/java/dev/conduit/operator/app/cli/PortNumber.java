// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port that a person can name to a client: 1 to 65535. */
final class PortNumber implements ITypeConverter<Integer> {
  private static final int LAST = 65_535;

  @Override
  public Integer convert(String text) {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= LAST) {
        return port;
      }
    }
    throw new TypeConversionException("'" + text + "' is no port; use a number from 1 to " + LAST);
  }
}
