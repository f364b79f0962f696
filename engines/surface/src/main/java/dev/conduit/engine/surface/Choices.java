// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.conduit.engine.surface.spi.TokenDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the choices of an answer that is sent whole. */
final class Choices {

  private final List<Choice> choices = new ArrayList<>();

  Choices(int count) {
    for (int i = 0; i < count; i++) {
      choices.add(new Choice(i));
    }
  }

  void add(int index, Piece piece) {
    choices.get(index).add(piece);
  }

  void end(int index, Piece piece, Ending ending) {
    choices.get(index).add(piece);
    choices.get(index).ending = ending;
  }

  void forEach(Consumer<Choice> action) {
    choices.forEach(action);
  }

  /** One choice so far. */
  static final class Choice {
    private final int index;
    private final StringBuilder text = new StringBuilder();
    private final List<TokenDelta> tokens = new ArrayList<>();
    private Ending ending = Ending.of("stop");

    private Choice(int index) {
      this.index = index;
    }

    private void add(Piece piece) {
      text.append(piece.text());
      tokens.addAll(piece.tokens());
    }

    int index() {
      return index;
    }

    String text() {
      return text.toString();
    }

    List<TokenDelta> tokens() {
      return tokens;
    }

    Ending ending() {
      return ending;
    }

    /** The fields from {@code finish_reason} to {@code token_ids}. */
    void writeEnding(ObjectNode node, Ask ask) {
      writeEnding(node, ask, ending);
    }

    void writeEnding(ObjectNode node, Ask ask, Ending shown) {
      node.put("finish_reason", shown.reason());
      node.putRawValue("stop_reason", new RawValue(shown.stopReasonJson()));
      if (ask.returnTokenIds()) {
        tokens.forEach(token -> node.withArray("/token_ids").add(token.id()));
      } else {
        node.putNull("token_ids");
      }
    }
  }
}
