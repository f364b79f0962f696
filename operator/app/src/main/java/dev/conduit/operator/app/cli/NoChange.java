// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import picocli.CommandLine.ITypeConverter;

/** Takes a text as it is; the keys of an option that is a map need a converter too. */
final class NoChange implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    return text;
  }
}
