// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Made-up strings and numbers within the bounds of a schema. */
record JsonScalars(SplittableRandom random) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] WORDS = {
    "harbour", "lamp", "river", "signal", "bridge", "paper", "window", "stone", "garden", "road"
  };
  private static final int USUAL_SPAN = 100;

  JsonNode string(ObjectNode schema) {
    int min = schema.path("minLength").asInt(0);
    int max = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (schema.path("pattern").isTextual()) {
      return JSON.textNode(
          RegexText.matching(
              schema.get("pattern").textValue(), text -> fits(text, min, max), random));
    }
    Optional<String> formatted = formatted(schema.path("format").asText());
    String text = formatted.orElseGet(() -> sized("simulated " + word(), min, max));
    if (!fits(text, min, max)) {
      throw new Unsatisfiable("no string has the schema's format and length");
    }
    return JSON.textNode(text);
  }

  JsonNode integer(ObjectNode schema) {
    BigDecimal step =
        schema.has("multipleOf") ? schema.get("multipleOf").decimalValue() : BigDecimal.ONE;
    BigDecimal whole = step;
    while (whole.stripTrailingZeros().scale() > 0) {
      whole = whole.multiply(BigDecimal.TEN);
    }
    BigInteger value = multiple(schema, whole).toBigIntegerExact();
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValueExact())
        : JSON.numberNode(value);
  }

  JsonNode number(ObjectNode schema) {
    if (schema.has("multipleOf")) {
      return JSON.numberNode(multiple(schema, schema.get("multipleOf").decimalValue()));
    }
    for (int digits = 1; digits < 30; digits += 4) {
      Optional<BigDecimal> value = inside(schema, BigDecimal.ONE.movePointLeft(digits));
      if (value.isPresent()) {
        return JSON.numberNode(value.get());
      }
    }
    throw new Unsatisfiable("the schema's numeric bounds leave no number");
  }

  private BigDecimal multiple(ObjectNode schema, BigDecimal step) {
    return inside(schema, step)
        .orElseThrow(() -> new Unsatisfiable("the schema's numeric bounds leave no number"));
  }

  /** A multiple of the step within the bounds. */
  private Optional<BigDecimal> inside(ObjectNode schema, BigDecimal step) {
    if (step.signum() <= 0) {
      throw new Unsatisfiable("the schema's multipleOf must be above 0");
    }
    Optional<BigInteger> low = lowest(schema, step);
    Optional<BigInteger> high = highest(schema, step);
    BigInteger span = BigInteger.valueOf(USUAL_SPAN);
    BigInteger from =
        low.orElseGet(
            () -> high.map(h -> h.subtract(span).min(BigInteger.ONE)).orElse(BigInteger.ONE));
    if (low.isEmpty() && high.isPresent() && from.compareTo(high.get()) > 0) {
      from = high.get();
    }
    BigInteger to = high.map(h -> h.min(from(low, h, span))).orElse(from.add(span));
    if (from.compareTo(to) > 0) {
      return Optional.empty();
    }
    int choices = to.subtract(from).min(span).intValueExact() + 1;
    BigInteger index = from.add(BigInteger.valueOf(random.nextInt(choices)));
    return Optional.of(new BigDecimal(index).multiply(step));
  }

  private static BigInteger from(Optional<BigInteger> low, BigInteger high, BigInteger span) {
    return low.map(l -> l.add(span)).orElse(high);
  }

  private static Optional<BigInteger> lowest(ObjectNode schema, BigDecimal step) {
    Optional<BigInteger> inclusive =
        bound(schema, "minimum").map(b -> b.divide(step, 0, RoundingMode.CEILING).toBigInteger());
    Optional<BigInteger> exclusive =
        bound(schema, "exclusiveMinimum")
            .map(b -> b.divide(step, 0, RoundingMode.FLOOR).toBigInteger().add(BigInteger.ONE));
    return inclusive.isEmpty()
        ? exclusive
        : Optional.of(exclusive.map(e -> e.max(inclusive.get())).orElse(inclusive.get()));
  }

  private static Optional<BigInteger> highest(ObjectNode schema, BigDecimal step) {
    Optional<BigInteger> inclusive =
        bound(schema, "maximum").map(b -> b.divide(step, 0, RoundingMode.FLOOR).toBigInteger());
    Optional<BigInteger> exclusive =
        bound(schema, "exclusiveMaximum")
            .map(
                b ->
                    b.divide(step, 0, RoundingMode.CEILING)
                        .toBigInteger()
                        .subtract(BigInteger.ONE));
    return inclusive.isEmpty()
        ? exclusive
        : Optional.of(exclusive.map(e -> e.min(inclusive.get())).orElse(inclusive.get()));
  }

  private static Optional<BigDecimal> bound(ObjectNode schema, String keyword) {
    JsonNode value = schema.path(keyword);
    return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
  }

  private Optional<String> formatted(String format) {
    int day = random.nextInt(1, 29);
    String date = "2026-11-%02d".formatted(day);
    String time = "%02d:%02d:00Z".formatted(random.nextInt(24), random.nextInt(60));
    return switch (format) {
      case "date-time" -> Optional.of(date + "T" + time);
      case "date" -> Optional.of(date);
      case "time" -> Optional.of(time);
      case "duration" -> Optional.of("PT" + (day + 1) + "M");
      case "email", "idn-email" -> Optional.of(word() + "@example.com");
      case "hostname", "idn-hostname" -> Optional.of(word() + ".example.com");
      case "uri", "uri-reference", "iri", "iri-reference" ->
          Optional.of("https://example.com/" + word());
      case "uuid" -> Optional.of(uuid());
      case "ipv4" -> Optional.of("192.0.2." + day);
      case "ipv6" -> Optional.of("2001:db8::" + day);
      default -> Optional.empty();
    };
  }

  private String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private String sized(String text, int min, int max) {
    StringBuilder sized = new StringBuilder(text);
    while (sized.codePointCount(0, sized.length()) < min) {
      sized.append(' ').append(word());
    }
    return sized.length() > max ? sized.substring(0, max) : sized.toString();
  }

  private static boolean fits(String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    return length >= min && length <= max;
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
