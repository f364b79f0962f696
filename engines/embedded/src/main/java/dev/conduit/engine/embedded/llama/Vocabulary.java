// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import dev.conduit.checkpoint.GgufHeader;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The model's tokenizer, with the checks without which llama.cpp ends the process.
 *
 * @param size number of tokens; ids are below it
 * @param begin the token that the tokenizer puts before every text
 */
record Vocabulary(LlamaBinding model, int size, OptionalInt begin) {

  static Vocabulary of(GgufHeader header, LlamaBinding model) {
    int size = (int) header.number("tokenizer.ggml.tokens").orElse(0);
    // Files that say nothing: SentencePiece adds its token, byte-level BPE does not (llama.cpp).
    boolean sentencePiece = header.string("tokenizer.ggml.model").orElse("").equals("llama");
    boolean adds = header.flag("tokenizer.ggml.add_bos_token").orElse(sentencePiece);
    OptionalInt begin =
        adds && header.number("tokenizer.ggml.bos_token_id").isPresent()
            ? OptionalInt.of((int) header.number("tokenizer.ggml.bos_token_id").getAsLong())
            : OptionalInt.empty();
    return new Vocabulary(model, size, begin);
  }

  /** A text's ids; {@code special} adds what the tokenizer puts before a text. */
  Prompt encode(String text, boolean special) {
    List<Integer> ids = new ArrayList<>();
    int[] encoded = model.encode(text);
    if (special && begin.isPresent() && (encoded.length == 0 || encoded[0] != begin.getAsInt())) {
      ids.add(begin.getAsInt());
    }
    Arrays.stream(encoded).forEach(ids::add);
    return new Prompt(text, ids);
  }

  /** The text of ids; throws {@link EngineException} for an id that the model does not have. */
  String decode(List<Integer> ids) {
    for (int id : ids) {
      if (id < 0 || id >= size) {
        throw new EngineException(
            new Failure.Invalid(
                "token id %d is out of range: the model has ids 0 to %d".formatted(id, size - 1),
                "prompt"));
      }
    }
    return model.decode(ids.stream().mapToInt(Integer::intValue).toArray());
  }
}
