// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.clean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Uses what the rules allow and what the compiler turns into something that looks forbidden. */
public record Area(List<Shape> shapes) {
  private static final List<String> NAMES = List.of("circle", "square");

  static double of(Shape shape) {
    return switch (shape) {
      case Shape.Circle(double radius, Optional<String> _) -> Math.PI * radius * radius;
      case Shape.Square(double side) -> side * side;
    };
  }

  static int firstByte(byte[] bytes) {
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + NAMES, e);
    }
  }

  static Instant now(Clock clock) {
    return Instant.now(clock);
  }

  static int seeded(long seed) {
    return new Random(seed).nextInt();
  }

  /** Open for extension outside of our types, so a default is right. */
  static String label(Object value) {
    return switch (value) {
      case String text -> text;
      case Integer number -> "number " + number;
      default -> "";
    };
  }

  Optional<Shape> first() {
    return shapes.stream().findFirst();
  }
}
