// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The model that comes with the program; {@code make train-routing} makes it. */
public final class ShippedModel {
  private static final String RESOURCE = "routing-model.bin";

  private ShippedModel() {}

  /** Reads it. Throws when the program was packed without it. */
  public static LinearModel load() {
    try (InputStream in = ShippedModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in the program; build it again");
      }
      return switch (ModelCodec.decode(in.readAllBytes())) {
        case ModelCodec.Decoded.Valid(LinearModel model) -> model;
        case ModelCodec.Decoded.Invalid(String problem) ->
            throw new IllegalStateException(RESOURCE + ": " + problem);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + " from the program", e);
    }
  }
}
