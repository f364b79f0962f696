// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model in one GGUF file, or in parts that llama.cpp's {@code gguf-split} made: the metadata
 * stands in the first.
 */
final class GgufModel {
  private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");
  private static final int MOST_PARTS = 1000;

  private GgufModel() {}

  static Weights read(ModelFiles files, String name) throws IOException {
    GgufHeader first = GgufHeader.read(files, name);
    List<Tensor> tensors = new ArrayList<>(first.tensors());
    checkEnd(files, name, first);
    Matcher part = PART.matcher(name);
    if (part.matches()) {
      int parts = Integer.parseInt(part.group(3));
      if (Integer.parseInt(part.group(2)) != 1 || parts > MOST_PARTS) {
        throw new UnreadableWeights(name, "is not the first of its parts; name that one");
      }
      for (int i = 2; i <= parts; i++) {
        String next = "%s-%05d-of-%05d.gguf".formatted(part.group(1), i, parts);
        if (files.size(next).isEmpty()) {
          throw new UnreadableWeights(next, "is missing, part %d of %d".formatted(i, parts));
        }
        GgufHeader header = GgufHeader.read(files, next);
        checkEnd(files, next, header);
        tensors.addAll(header.tensors());
      }
    }
    return new Weights(Weights.Format.GGUF, tensors, first.values());
  }

  private static long needed(String name, GgufHeader header) throws UnreadableWeights {
    try {
      return header.tensors().stream().mapToLong(Tensor::bytes).reduce(0, Math::addExact);
    } catch (ArithmeticException e) {
      throw new UnreadableWeights(
          name, "its tensors together have more than 2^63 bytes; the header is damaged");
    }
  }

  private static void checkEnd(ModelFiles files, String name, GgufHeader header)
      throws IOException {
    long needed = needed(name, header);
    OptionalLong there = files.size(name);
    if (there.isPresent() && there.getAsLong() < needed) {
      throw new UnreadableWeights(
          name,
          "has %d bytes and its tensors alone need %d; fetch it again"
              .formatted(there.getAsLong(), needed));
    }
  }
}
