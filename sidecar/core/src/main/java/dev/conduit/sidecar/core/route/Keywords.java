// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.sidecar.core.exchange.UserText;
import java.util.List;
import java.util.Locale;

/**
 * Looks for whole words in what users wrote, ignoring case.
 *
 * <p>A word ends where a letter or digit meets something else. Chinese and Japanese put no blanks
 * between words, so there a keyword matches anywhere. Cost: one pass over the text for each
 * keyword.
 */
final class Keywords {
  private final List<String> words;

  Keywords(List<String> words) {
    this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  boolean isIn(UserText text) {
    for (int i = 0; i < text.pieces(); i++) {
      if (isIn(text.piece(i).toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private boolean isIn(String text) {
    for (String word : words) {
      if (isIn(word, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(String word, String text) {
    int at = text.indexOf(word);
    while (at >= 0) {
      if (isEdge(text, at) && isEdge(text, at + word.length())) {
        return true;
      }
      at = text.indexOf(word, at + 1);
    }
    return false;
  }

  private static boolean isEdge(String text, int at) {
    return at == 0
        || at == text.length()
        || !isJoined(text.codePointBefore(at))
        || !isJoined(text.codePointAt(at));
  }

  private static boolean isJoined(int codePoint) {
    if (!Character.isLetterOrDigit(codePoint)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
      default -> true;
    };
  }
}
