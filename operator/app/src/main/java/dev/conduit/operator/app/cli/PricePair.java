// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.contract.Price;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a price such as {@code 2.50/10}: US dollars per million input and output tokens. */
final class PricePair implements ITypeConverter<Price> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)/([0-9]{1,6}(?:\\.[0-9]{1,6})?)");

  @Override
  public Price convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no price; write US dollars per million tokens as INPUT/OUTPUT, such as 2.50/10");
    }
    return new Price(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
  }
}
