// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.broken;

import dev.conduit.testkit.arch.clean.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

public final class BrokenManager {
  static final ArrayList<String> SHARED = new ArrayList<>();
  private Optional<String> name = Optional.empty();

  void rename(Optional<String> other) {
    name = other;
  }

  synchronized void all() {
    name = Optional.of("all");
  }

  void some() {
    synchronized (this) {
      name = Optional.of("some");
    }
  }

  static Instant now() {
    return Instant.now();
  }

  static Supplier<UUID> identity() {
    return UUID::randomUUID;
  }

  static boolean exists(String file) {
    return Files.exists(Path.of(file));
  }

  public @Nullable String orNull() {
    return name.orElse(null);
  }

  static int swallowed(List<String> texts) {
    try {
      return Integer.parseInt(texts.getFirst());
    } catch (RuntimeException e) {
      return -1;
    }
  }

  static int swallowedAll(List<String> texts) {
    try {
      return Integer.parseInt(texts.getFirst());
    } catch (Throwable e) {
      return -1;
    }
  }

  static String kind(Shape shape) {
    return switch (shape) {
      case Shape.Circle _ -> "circle";
      default -> "another";
    };
  }
}
